internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Reads a machine from its file. A reader of its own handles each part, in the order in which names come into scope.
struct MachineReader {
  let report: Report
  let zones: any ZoneSource
  let types: TypeReader
  let expressions: ExpressionReader
  let includes: IncludeReader
  let bundle: BundleNames
  let views: [Bundle.ViewField]

  func read(_ file: Node, _ scope: MachineScope) -> MachineReading {
    report.machine = scope.index
    var names = scope.names
    for (index, view) in views.enumerated() {
      names.environment.declare("view.\(view.name)", view.type, slot: Slot.view(index))
    }
    let defines = defines(file, &names)
    var machine = Machine(name: scope.name)
    machine.inputType = scope.inputType
    machine.inputFields = scope.inputFields
    machine.defines = defines
    machine.context = self.context(file, scope.context, names)
    let events = EventReader(
      report: report, types: types, expressions: expressions, names: names, views: views,
      roles: bundle.roles
    )
    .read(file, including: includes.read(file))
    let parts = MachineParts(machine)
    for declaration in events.declarations { parts.declare(declaration) }
    let context = ReadingContext(
      report: report, zones: zones, types: types, expressions: expressions, bundle: bundle, file: file.file,
      index: scope.index, names: names, payloads: events.payloads, actions: actions(file), parts: parts)
    readStates(file, context)
    return MachineReading(
      index: scope.index, names: names, machine: parts.machine, places: parts.places, gaps: parts.gaps)
  }

  private func defines(_ file: Node, _ names: inout Names) -> [Program] {
    var defines: [Program] = []
    for (index, entry) in includes.merged(file, "define").enumerated() {
      report.checkFree(entry.key)
      guard let program = expressions.program(entry.value, names, expecting: nil) else { continue }
      defines.append(program)
      names.environment.declare(entry.key.text ?? "", program.resultType, slot: Slot.define(index))
    }
    return defines
  }

  /// The context's fields with their initial values, which may read any name.
  private func context(_ file: Node, _ fields: [ContextField], _ names: Names) -> [ContextField] {
    zip(fields, file["context"]?.entries ?? []).map { declared, entry in
      let field = types.field(entry.value)
      if field.value == nil, !field.type.isNullable {
        report.error(
          "missing-value", at: entry.key, "context.\(entry.key.text ?? "") has no value at the start",
          cure: "{type: \(field.type), value: …}, or \(field.type)|null")
      }
      let initial = field.value.flatMap { expressions.data($0, names, expecting: field.type) }
      return ContextField(name: declared.name, type: declared.type, initial: initial)
    }
  }

  private func actions(_ file: Node) -> NamedActions {
    var definitions: [String: NamedActions.Definition] = [:]
    for entry in includes.merged(file, "actions") {
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
      definitions[name] = NamedActions.Definition(parameters: parameters, body: body)
    }
    return NamedActions(definitions)
  }

  private func readStates(_ file: Node, _ context: ReadingContext) {
    let parts = context.parts
    parts.setStates(StateTreeReader.read(file, name: parts.machine.name, report))
    if parts.machine.states.count > StateSet.capacity { return }
    if parts[state: 0].kind == .atomic {
      // A `states:` of the wrong kind already has a finding.
      if file["states"] != nil, file["states"]?.entries == nil { return }
      report.error("missing-states", at: file, "a workflow needs 'states'", cure: "states: {waiting: {rest: true}}")
      return
    }
    parts.setOutput(OutputReader(context: context).fields(file["output"]))
    parts.setViewValues(viewValues(file, context))
    StateReader(context: context).read(file, index: 0)
    if context.index == 0 {
      parts[state: 0].entry = StartActionReader(context: context).read(file["start"]) + parts[state: 0].entry
    }
    parts.resolveTargets(TargetReader(report: report))
    ActionReader(context: context).checkIdle(of: file)
  }

  /// The machine's own values of the view, once all names are known.
  private func viewValues(_ file: Node, _ context: ReadingContext) -> [(field: Int, value: DataExpression?)] {
    (file["view"]?.entries ?? []).compactMap { entry in
      let field = views.firstIndex { $0.name == entry.key.text && $0.owner == context.index }
      return field.map { field in
        (field, entry.value["value"].flatMap { expressions.data($0, context.names, expecting: views[field].type) })
      }
    }
  }
}
