internal import CEL
internal import Statecharts

/// The names of a machine that are known before the view fields, because the types of view fields are inferred from
/// expressions that use them.
struct MachineScope {
  /// Its position in the family; 0 is the root.
  let index: Int
  let name: String
  /// nil for the root, whose input is the bundle's.
  var inputType: CELType?
  var inputFields: [String] = []
  /// Names and types only. Values may read any name, so they are read later.
  var context: [ContextField] = []
  var names: Names
}
