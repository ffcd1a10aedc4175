internal import CEL

/// JSON as the store keeps it, compared by what it says.
struct JSONText {
  /// nil: it is not JSON. Empty text says nothing and reads as null.
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

  /// True if the text says the same as the value once that is written.
  func says(_ other: Value) -> Bool {
    guard let value else { return false }
    return JSON.encodeCanonical(value) == JSON.encodeCanonical(other)
  }
}
