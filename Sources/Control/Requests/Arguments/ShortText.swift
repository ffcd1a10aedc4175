public import CEL

/// A name or a reference of 1 to 4,096 bytes without control characters. It is checked when it is read, not when it is
/// created.
public struct ShortText: WireScalar, ExpressibleByStringLiteral {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "text of 1 to 4096 bytes without control characters"
  /// A valid value.
  public static let sample: ShortText = "text"
  /// The text, which has the form that `notation` names.
  public let string: String

  /// Creates a value from a text that is known to have the form.
  public init(_ string: String) { self.string = string }

  /// Creates a value from a literal of the form.
  public init(stringLiteral value: String) { string = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .string(let text) = wire, (1...4_096).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return nil }
    string = text
  }

  /// The JSON value.
  public var wire: Value { .string(string) }
}
