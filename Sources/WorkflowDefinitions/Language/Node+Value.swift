package import CEL
package import YAMLTree

extension Node {
  /// The scalar by YAML 1.2's core schema: null, bool, int, float, else text; nil for a list or a mapping.
  package var scalarValue: Value? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    guard isPlain else { return .string(text) }
    switch text {
    case "null", "~": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let number = Int64(text) { return .int(number) }
    if text.contains("."), text.first.map({ $0.isNumber || $0 == "-" }) ?? false, let number = Double(text) {
      return .double(number)
    }
    return .string(text)
  }

  /// The kinds that a key's table may allow of it.
  var kinds: KeyTable.Kinds {
    switch content {
    case .scalar: scalarValue?.boolValue == nil ? .text : [.text, .flag]
    case .sequence: .list
    case .mapping: .mapping
    }
  }
}
