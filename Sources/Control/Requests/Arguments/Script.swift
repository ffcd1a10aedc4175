public import CEL

/// SQL of up to 64 KiB, with any character but NUL.
public struct Script: WireScalar, ExpressibleByStringLiteral {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "text of 1 to 65536 bytes"
  /// A valid value.
  public static let sample: Script = "SELECT 1"
  /// The text, which has the form that `notation` names.
  public let string: String

  /// Creates a value from a text that is known to have the form.
  public init(_ string: String) { self.string = string }

  /// Creates a value from a literal of the form.
  public init(stringLiteral value: String) { string = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .string(let text) = wire, (1...65_536).contains(text.utf8.count), !text.utf8.contains(0) else {
      return nil
    }
    string = text
  }

  /// The JSON value.
  public var wire: Value { .string(string) }
}
