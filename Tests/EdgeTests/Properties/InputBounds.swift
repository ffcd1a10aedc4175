import CEL

/// The bounds that hold for everything from outside, looked for in the value itself.
enum InputBounds {
  private static let limits = InputLimits()

  static func violation(_ value: Value, depth: Int = 0) -> String? {
    guard depth <= limits.depth + 2 else { return "\(depth) levels" }
    switch value {
    case .string(let text): return violation(text)
    case .int(let number): return number.magnitude <= 1 << 53 ? nil : "the number \(number)"
    case .double(let number): return number.isFinite ? nil : "the number \(number)"
    case .list(let items):
      guard items.count <= limits.elements else { return "\(items.count) elements" }
      for item in items { if let violation = violation(item, depth: depth + 1) { return violation } }
    case .map(let map):
      guard map.count <= limits.keys else { return "\(map.count) keys" }
      for entry in map.entries {
        if let violation = violation(entry.key) ?? violation(entry.value, depth: depth + 1) { return violation }
      }
    default: break
    }
    return nil
  }

  private static func violation(_ text: String) -> String? {
    guard text.utf8.count <= limits.textBytes else { return "\(text.utf8.count) bytes of text" }
    let control = text.unicodeScalars.first { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" && scalar != "\r"
    }
    return control.map { "U+\(String($0.value, radix: 16)) in a text" }
  }
}
