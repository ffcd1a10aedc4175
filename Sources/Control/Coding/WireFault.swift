import CEL

/// Why a JSON value is not of the type that it is read as.
enum WireFault: Error {
  /// A required field is not there.
  case missing(path: String, expected: String)
  case wrongType(path: String, expected: String, given: Value)
  /// A field that the type does not have; only where unknown fields are refused.
  case unknown(path: String)
  /// A scalar was given to a coder other than `Wire`'s.
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
