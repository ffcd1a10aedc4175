internal import CEL

/// JSON as the store keeps it, compared by its content rather than its bytes.
struct JSONText {
  /// The parsed value; nil if the text is not JSON. Empty text reads as null.
  let value: Value?

  init(_ bytes: [UInt8]) {
    if bytes.isEmpty {
      value = .null
      return
    }
    do {
      value = try JSON.parse(bytes)
    } catch {
      value = nil
    }
  }

  /// True if the text has the same content as the value would have once written.
  func says(_ other: Value) -> Bool {
    guard let value else { return false }
    return JSON.encodeCanonical(value) == JSON.encodeCanonical(other)
  }
}
