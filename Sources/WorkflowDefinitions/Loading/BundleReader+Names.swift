internal import CEL
internal import Statecharts
internal import YAMLTree

extension BundleReader {
  /// What is in scope in every machine of the bundle.
  func baseEnvironment(_ files: [Node], _ params: [Bundle.Parameter], _ root: Node) -> CELEnvironment {
    var environment = CELEnvironment(zones: loader.zones)
    let fixed: [(String, CELType, Int)] = [
      ("now", .timestamp, Slot.now), ("entered", .timestamp, Slot.entered), ("entries", .int, Slot.entries),
      ("fired", .int, Slot.fired), ("event.name", .string, Slot.eventName), ("event.role", .string, Slot.eventRole),
      ("event.data", .dyn, Slot.eventData), ("step.amount", .int, Slot.stepAmount),
      ("ledger.currency", .string, Slot.currency), ("family.resting", .bool, Slot.resting),
      ("family.key", .string, Slot.familyKey),
    ]
    for (name, type, slot) in fixed { environment.declare(name, type, slot: slot) }
    for (index, parameter) in params.enumerated() {
      environment.declare("params.\(parameter.name)", parameter.type, slot: Slot.params(index))
    }
    // A reference to a field of the person's record: resolved when a step leaves, readable by nothing before (protocol §7).
    environment.declareFunction("personal", [.string], .opaque("personal")) { (arguments) throws(EvaluationError) in
      .map(ValueMap([("$personal", arguments[0])]))
    }
    for function in HostFunction.allCases {
      environment.declareHostFunction(function.name, [.string], function.result, id: function.rawValue)
    }
    return environment
  }

  /// The first half of reading a machine: names, events, tree of states. What needs the views of others comes in `finish`.
  func draft(_ file: Node, index: Int, shared: BundleNames, base: CELEnvironment) -> MachineDraft {
    var environment = base
    declareFunctions(file, in: &environment)
    if case .object(let fields) = shared.inputs[index] {
      for (index, field) in fields.enumerated() {
        environment.declare("input.\(field.name)", field.type, slot: Slot.input(index))
      }
    }
    let draft = MachineDraft(
      report: report, zones: loader.zones, shared: shared, index: index, name: file["workflow"]?.text ?? "",
      names: Names(environment: environment))
    if index > 0 {
      draft.machine.inputType = shared.inputs[index]
      draft.machine.inputFields = file["input"]?.keys ?? []
    }
    for (index, entry) in (file["context"]?.entries ?? []).enumerated() {
      let field = types.field(entry.value)
      draft.machine.context.append(ContextField(name: entry.key.text ?? "", type: field.type, initial: nil))
      draft.names.environment.declare("context.\(entry.key.text ?? "")", field.type, slot: Slot.context(index))
    }
    return draft
  }

  /// `name(a int, b [string]) int: "expression"`.
  private func declareFunctions(_ file: Node, in environment: inout CELEnvironment) {
    for entry in merged(file, "functions") {
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
    func type(_ text: Substring) -> CELType {
      types.read(
        Node(content: .scalar(text.trimmed, isPlain: true), file: node.file, line: node.line, column: node.column))
    }
    var parameters: [(name: String, type: CELType)] = []
    for part in text[text.index(after: open)..<close].split(separator: ",") {
      let trimmed = part.trimmed
      guard let space = trimmed.firstIndex(of: " ") else { return nil }
      parameters.append((String(trimmed[..<space]), type(trimmed[space...])))
    }
    return Signature(
      name: text[..<open].trimmed, parameters: parameters, result: type(text[text.index(after: close)...]))
  }

  /// The second half: context values, defines, events, actions, states.
  func finish(_ draft: MachineDraft, _ file: Node, fields: [Bundle.ViewField], shared: BundleNames) -> MachineDraft {
    report.machine = draft.index
    let complete = MachineDraft(
      report: report, zones: loader.zones, shared: shared, index: draft.index, name: draft.machine.name,
      names: draft.names)
    complete.machine = draft.machine
    for (index, field) in fields.enumerated() {
      complete.names.environment.declare("view.\(field.name)", field.type, slot: Slot.view(index))
    }
    for (index, entry) in merged(file, "define").enumerated() {
      report.checkFree(entry.key)
      guard let program = expressions.program(entry.value, complete.names, expecting: nil) else { continue }
      complete.machine.defines.append(program)
      complete.names.environment.declare(entry.key.text ?? "", program.resultType, slot: Slot.define(index))
    }
    for (index, entry) in (file["context"]?.entries ?? []).enumerated() {
      let field = types.field(entry.value)
      complete.machine.context[index].initial = field.value.flatMap {
        expressions.data($0, complete.names, expecting: field.type)
      }
      if field.value == nil, !field.type.isNullable {
        report.error(
          "missing-value", at: entry.key, "context.\(entry.key.text ?? "") has no value at the start",
          cure: "{type: \(field.type), value: …}, or \(field.type)|null")
      }
    }
    EventReader(reader: self, draft: complete, fields: fields).read(file)
    for entry in merged(file, "actions") {
      let name = entry.key.text ?? ""
      if Keys.actions.contains(name) {
        report.error("reserved-name", at: entry.key, "'\(name)' is a built-in action", cure: "choose another name")
        continue
      }
      report.checkKeys(entry.value, Keys.namedAction)
      let parameters = (entry.value["params"]?.entries ?? []).map { ($0.key.text ?? "", types.field($0.value).type) }
      guard let body = entry.value["do"] else {
        report.error("missing-key", at: entry.value, "action '\(name)' needs 'do'", cure: "do: [{journal: \"…\"}]")
        continue
      }
      complete.actions[name] = MachineDraft.NamedAction(parameters: parameters, body: body)
    }
    complete.outline(file, name: complete.machine.name, path: "/", parent: nil)
    if complete.machine.states.count > StateSet.capacity { return complete }
    if complete.machine.states[0].kind == .atomic {
      if file["states"] != nil, file["states"]?.entries == nil { return complete }
      report.error("missing-states", at: file, "a workflow needs 'states'", cure: "states: {waiting: {rest: true}}")
      return complete
    }
    complete.output(file)
    ViewReader.giveValues(complete, file, fields: fields, expressions: expressions)
    complete.fill(file, index: 0)
    complete.resolveTargets()
    complete.checkIdleActions(of: file)
    return complete
  }
}

/// A user function's arguments, by position.
private struct Arguments: Bindings {
  let values: [Value]

  func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    throw EvaluationError(code: "no-such-function", message: "a function sees its arguments only", offset: 0)
  }
}
