extension CELType: CustomStringConvertible {
  /// Parses a type as definitions write it: `int`, `timestamp|null`, `paid|failed`, `[string]`, `{price: int, client:
  /// {name: string}}`. The form of `description` is accepted too: `list(string)`, `map(string, int)`, `optional(int)`.
  /// Field names and whole types may be quoted, so that JSON is accepted. A type has at most 64 levels.
  ///
  /// - Parameter types: types that the notation may call by a name of their own.
  public init(notation: String, types: [String: CELType] = [:]) throws(CELIssues) {
    var reader = TypeNotation(notation, types: types)
    self = try reader.whole()
  }

  /// The notation of definitions: `timestamp|null`, `paid|failed`, `list(string)`, `{id: string, at: timestamp}`.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .type: "type"
    case .dyn: "dyn"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let value): "optional(\(value))"
    case .object(let fields): "{" + fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + "}"
    case .nullable(let type): "\(type)|null"
    case .enumeration(let values): values.joined(separator: "|")
    case .opaque(let name): name
    case .abstract(let name, let parameters):
      "\(name)(" + parameters.map(\.description).joined(separator: ", ") + ")"
    case .parameter(let name): name.utf8.first == UInt8(ascii: "#") ? "dyn" : name
    case .error: "error"
    }
  }

  /// The name that `type()` gives for a value of this type.
  var runtimeName: String {
    switch self {
    case .null: "null_type"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list: "list"
    case .map, .object: "map"
    case .optional: "optional_type"
    case .enumeration: "string"
    case .abstract(let name, _): name
    default: description
    }
  }
}
