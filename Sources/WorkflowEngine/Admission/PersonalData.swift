internal import CEL

/// Keeps personal fields in the person's record and puts references in their place in snapshots, history and requests
/// (docs/protocol.md, 7).
enum PersonalData {
  static let marker = "$personal"

  /// True if values of the type may have personal fields.
  static func isDeclared(in type: CELType) -> Bool {
    switch type {
    case .nullable(let inner): isDeclared(in: inner)
    case .opaque("personal"): true
    case .object(let fields): fields.contains { isDeclared(in: $0.type) }
    case .list(let element): isDeclared(in: element)
    default: false
    }
  }

  /// Replaces the personal fields of a value with references, and adds the fields to `fields` by path.
  static func extract(_ value: Value, type: CELType, path: String, into fields: inout ValueMap) -> Value {
    switch type {
    case .nullable(let inner):
      return value == .null ? .null : extract(value, type: inner, path: path, into: &fields)
    case .opaque("personal"):
      fields[path] = value
      return .map(ValueMap([(marker, .string(path))]))
    case .object(let list):
      guard case .map(let map) = value else { return value }
      var result = ValueMap()
      for entry in map.entries {
        let name = entry.key.stringValue ?? ""
        if let field = list.first(where: { $0.name == name }) {
          result[name] = extract(
            entry.value, type: field.type, path: path.isEmpty ? name : "\(path).\(name)", into: &fields)
        } else {
          result[name] = entry.value
        }
      }
      return .map(result)
    case .list(let element):
      guard case .list(let items) = value else { return value }
      var result: [Value] = []
      for (index, item) in items.enumerated() {
        result.append(extract(item, type: element, path: "\(path).\(index)", into: &fields))
      }
      return .list(result)
    default:
      return value
    }
  }

  /// Replaces references with the person's data. An erased field becomes null.
  static func resolve(_ value: Value, person: Value) -> Value {
    switch value {
    case .map(let map):
      if map.count == 1, let path = map[marker]?.stringValue { return person[path] ?? .null }
      var result = ValueMap()
      for entry in map.entries { result[entry.key.stringValue ?? ""] = resolve(entry.value, person: person) }
      return .map(result)
    case .list(let items):
      return .list(items.map { resolve($0, person: person) })
    default:
      return value
    }
  }

  /// True if a value from outside imitates a reference.
  static func hasMarker(_ value: Value) -> Bool {
    switch value {
    case .map(let map): map[marker] != nil || map.entries.contains { hasMarker($0.value) }
    case .list(let items): items.contains { hasMarker($0) }
    default: false
    }
  }
}

extension PersonalData {
  /// Describes why personal fields are not acceptable; nil if they are. They end up in mail headers and addresses, so
  /// each is text without control characters, at most 4,096 bytes long, or null.
  static func fault(_ fields: ValueMap) -> String? {
    for entry in fields.entries {
      let path = entry.key.stringValue ?? ""
      switch entry.value {
      case .null: continue
      case .string(let text):
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
          return "\(path) holds a control character"
        }
        if text.utf8.count > 4_096 { return "\(path) is longer than 4,096 bytes" }
      default: return "\(path) is not text"
      }
    }
    return nil
  }
}
