internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads `functions:`, each as `name(a int, b [string]) int: "expression"`.
struct FunctionReader {
  let report: Report
  let types: TypeReader
  let expressions: ExpressionReader

  /// A function may call those declared before it.
  func declare(_ entries: [(key: Node, value: Node)], in environment: inout CELEnvironment) {
    for entry in entries {
      guard let signature = signature(entry.key) else {
        report.error(
          "bad-function", at: entry.key, "a function is written name(a int, b string) int",
          cure: "payout(price int) int")
        continue
      }
      var inner = environment
      for (index, parameter) in signature.parameters.enumerated() {
        inner.declare(parameter.name, parameter.type, slot: index)
      }
      guard let program = expressions.program(entry.value, Names(environment: inner), expecting: signature.result)
      else { continue }
      environment.declareFunction(signature.name, signature.parameters.map(\.type), signature.result) {
        (arguments) throws(EvaluationError) in
        try program.evaluate(Arguments(values: arguments))
      }
    }
  }

  private struct Signature {
    var name: String
    var parameters: [(name: String, type: CELType)]
    var result: CELType
  }

  private func signature(_ node: Node) -> Signature? {
    guard let text = node.text, let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
      return nil
    }
    func type(_ text: Substring) -> CELType { types.read(node.with(.scalar(text.trimmed, isPlain: true))) }
    var parameters: [(name: String, type: CELType)] = []
    for part in text[text.index(after: open)..<close].split(separator: ",") {
      let trimmed = part.trimmed
      guard let space = trimmed.firstIndex(of: " ") else { return nil }
      parameters.append((String(trimmed[..<space]), type(trimmed[space...])))
    }
    return Signature(
      name: text[..<open].trimmed, parameters: parameters, result: type(text[text.index(after: close)...]))
  }

  /// A function's arguments by position; its body sees nothing else.
  private struct Arguments: Bindings {
    let values: [Value]

    func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }

    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
      throw EvaluationError(code: "no-such-function", message: "a function sees its arguments only", offset: 0)
    }
  }
}
