import CEL

/// The reason why a JSON value does not have the expected type.
enum WireFault: Error {
  /// A required field is missing.
  case missing(path: String, expected: String)
  case wrongType(path: String, expected: String, given: Value)
  /// The type has no such field; reported only where unknown fields are rejected.
  case unknown(path: String)
  /// A scalar was used with a coder other than `Wire`'s.
  case foreignCoder

  static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
