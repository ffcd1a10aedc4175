/// A macro that binds variables, as written. Nothing is expanded.
struct Comprehension {
  enum Kind: String {
    case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
    /// `cel.bind(x, init, body)`. Its range is the value.
    case bind
    /// `optional.optMap(x, body)` and `optional.optFlatMap(x, body)`.
    case optMap, optFlatMap
    case sortBy
  }

  let kind: Kind
  let range: Expression
  /// One or two variable names.
  let variables: [String]
  let filter: Expression?
  let body: Expression

  /// Returns the receiver-style macro with this name and number of arguments, and how many of the arguments are
  /// variables; nil if there is none.
  static func receiverMacro(_ name: String, arguments: Int) -> (kind: Kind, variables: Int, filtered: Bool)? {
    switch (name, arguments) {
    case ("all", 2): (.all, 1, false)
    case ("exists", 2): (.exists, 1, false)
    case ("exists_one", 2), ("existsOne", 2): (.existsOne, 1, false)
    case ("map", 2): (.map, 1, false)
    case ("map", 3): (.map, 1, true)
    case ("filter", 2): (.filter, 1, false)
    case ("all", 3): (.all, 2, false)
    case ("exists", 3): (.exists, 2, false)
    case ("exists_one", 3), ("existsOne", 3): (.existsOne, 2, false)
    case ("transformList", 3): (.transformList, 2, false)
    case ("transformList", 4): (.transformList, 2, true)
    case ("transformMap", 3): (.transformMap, 2, false)
    case ("transformMap", 4): (.transformMap, 2, true)
    case ("transformMapEntry", 3): (.transformMapEntry, 2, false)
    case ("transformMapEntry", 4): (.transformMapEntry, 2, true)
    case ("optMap", 2): (.optMap, 1, false)
    case ("optFlatMap", 2): (.optFlatMap, 1, false)
    case ("sortBy", 2): (.sortBy, 1, false)
    default: nil
    }
  }

  static let names = [
    "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap", "transformMapEntry",
    "optMap", "optFlatMap", "sortBy",
  ]

  /// The notation of a macro, for messages.
  static func usage(_ name: String) -> String {
    switch name {
    case "has": "has(a.b)"
    case "cel.bind": "cel.bind(x, value, body)"
    case "optMap", "optFlatMap": "optional.\(name)(x, body)"
    case "transformList", "transformMap", "transformMapEntry": "range.\(name)(k, v, body)"
    case "map": "list.map(x, body) or list.map(x, condition, body)"
    default: "list.\(name)(x, body)"
    }
  }
}
