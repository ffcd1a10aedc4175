internal import YAMLTree

/// A name that a definition declares.
struct Symbol: Hashable {
  enum Kind: String {
    case state, event, action, context, input, parameter, view, define, function, workflow, account, claim
  }

  var kind: Kind
  /// The workflow in which the name means this; empty for names of the whole folder.
  var workflow: String
  var name: String
}

/// A place where a name stands.
struct SymbolUse {
  var symbol: Symbol
  var file: String
  var extent: Extent
  /// The kind of the declaration; nil where the symbol is used.
  var declaration: Node?
}
