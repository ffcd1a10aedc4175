internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the scopes of a bundle's machines.
struct ScopeReader {
  let report: Report
  let types: TypeReader
  let expressions: ExpressionReader
  let includes: IncludeReader
  /// The names in scope in every machine of the bundle.
  let base: CELEnvironment

  func read(_ file: Node, index: Int, input: CELType) -> MachineScope {
    var environment = base
    FunctionReader(report: report, types: types, expressions: expressions)
      .declare(includes.merged(file, "functions"), in: &environment)
    if case .object(let fields) = input {
      for (index, field) in fields.enumerated() {
        environment.declare("input.\(field.name)", field.type, slot: Slot.input(index))
      }
    }
    var scope = MachineScope(index: index, name: file["workflow"]?.text ?? "", names: Names(environment: environment))
    if index > 0 {
      scope.inputType = input
      scope.inputFields = file["input"]?.keys ?? []
    }
    for (index, entry) in (file["context"]?.entries ?? []).enumerated() {
      let field = types.field(entry.value)
      scope.context.append(ContextField(name: entry.key.text ?? "", type: field.type, initial: nil))
      scope.names.environment.declare("context.\(entry.key.text ?? "")", field.type, slot: Slot.context(index))
    }
    return scope
  }
}
