internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the values with which a machine ends: `output:` of the machine and of its final states, and `error:`.
struct OutputReader {
  let context: ReadingContext
  private var expressions: ExpressionReader { context.expressions }

  init(context: ReadingContext) { self.context = context }

  /// `output:` of the machine. If the machine itself is parallel, the values stand here.
  func fields(_ node: Node?) -> [OutputField] {
    (node?.entries ?? []).map { entry in
      let field = context.types.field(entry.value)
      if context.parts[state: 0].kind == .parallel, field.value == nil, !field.type.isNullable {
        context.report.error(
          "missing-field", at: entry.key,
          "a machine that is parallel itself ends in no single state, which could give '\(entry.key.text ?? "")'",
          cure: "\(entry.key.text ?? ""): {type: \(field.type), value: …}")
      }
      return OutputField(
        name: entry.key.text ?? "", type: field.type,
        value: field.value.flatMap { expressions.data($0, context.names, expecting: field.type) })
    }
  }

  /// `output:` and `error:` of a state, which are allowed only where a member ends.
  func end(_ node: Node, of state: Int) {
    let parts = context.parts
    let isEnd =
      parts[state: state].kind == .final && parts[state: state].parent == 0 && parts[state: 0].kind == .compound
    guard isEnd, context.index > 0 else {
      for key in ["output", "error"] {
        guard let value = node[key] else { continue }
        context.report.error(
          "output-without-end", at: value, "only a final state at the top of a member has '\(key)'",
          cure: "type: final, directly under states:")
      }
      return
    }
    if let error = node["error"] {
      parts[state: state].error = expressions.data(error, context.names, expecting: .string)
      return
    }
    let given = values(node["output"], of: parts.machine.output)
    parts[state: state].output = given
    requireFields(of: parts.machine.output, in: node, given.map(\.field), state: parts[state: state].name)
  }

  private func values(_ node: Node?, of fields: [OutputField]) -> [(field: Int, value: DataExpression)] {
    (node?.entries ?? []).compactMap { entry in
      let name = entry.key.text ?? ""
      guard let field = fields.firstIndex(where: { $0.name == name }) else {
        expressions.unknownField(name, at: entry.key, fields.map { CELType.Field(name: $0.name, type: $0.type) })
        return nil
      }
      return expressions.data(entry.value, context.names, expecting: fields[field].type).map { (field, $0) }
    }
  }

  /// Every final state must give each field for which the machine itself gives no value.
  private func requireFields(of fields: [OutputField], in node: Node, _ given: [Int], state: String) {
    let keys = node["output"]?.keys ?? []
    for (position, field) in fields.enumerated() where field.value == nil && !field.type.isNullable {
      // A value that could not be read, or whose name is misspelt, has a finding of its own.
      if given.contains(position) || keys.contains(where: { NearestName.find($0, among: [field.name]) != nil }) {
        continue
      }
      context.report.error(
        "missing-field", at: node, "'\(state)' ends without '\(field.name)' (\(field.type))",
        cure: "output: {\(field.name): …}")
    }
  }
}
