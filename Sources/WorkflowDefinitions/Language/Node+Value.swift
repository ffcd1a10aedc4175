package import CEL
package import YAMLTree

extension Node {
  /// The scalar as YAML 1.2's core schema resolves it (section 10.3.2): null, bool, int, float, otherwise text; nil for a list or a mapping.
  ///
  /// Three forms stay text, because no value of the language holds them: `.inf`, `.nan`, and integers outside of 64 bits.
  package var scalarValue: Value? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    guard isPlain else { return .string(text) }
    switch text {
    case "null", "Null", "NULL", "~": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: return CoreNumber(text).map(\.value) ?? .string(text)
    }
  }

  /// The whole tree as a plain value; nil if an expression stands in it.
  var plainValue: Value? {
    switch content {
    case .scalar(let text, _): return text.contains("${") ? nil : scalarValue
    case .sequence(let items):
      let values = items.map(\.plainValue)
      return values.contains { $0 == nil } ? nil : .list(values.compactMap(\.self))
    case .mapping(let entries):
      var map = ValueMap()
      for entry in entries {
        guard let value = entry.value.plainValue else { return nil }
        map[entry.key.text ?? ""] = value
      }
      return .map(map)
    }
  }

  /// The kinds of a key table that fit this value.
  var kinds: KeyTable.Kinds {
    switch content {
    case .scalar: scalarValue?.boolValue == nil ? .text : [.text, .flag]
    case .sequence: .list
    case .mapping: .mapping
    }
  }
}
