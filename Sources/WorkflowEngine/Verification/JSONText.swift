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
  ///
  /// - Parameter withoutNulls: true if a field of the outermost map that is null counts as one that is missing.
  func says(_ other: Value, withoutNulls: Bool = false) -> Bool {
    guard let value else { return false }
    guard withoutNulls else { return JSON.encodeCanonical(value) == JSON.encodeCanonical(other) }
    return JSON.encodeCanonical(Self.withoutNulls(value)) == JSON.encodeCanonical(Self.withoutNulls(other))
  }

  private static func withoutNulls(_ value: Value) -> Value {
    guard case .map(let map) = value else { return value }
    return .map(ValueMap(map.entries.compactMap { $0.value.isNull ? nil : ($0.key.stringValue ?? "", $0.value) }))
  }
}
