public import CEL

/// A calendar in the form of RFC 5545.
public struct CalendarText: WireScalar, ExpressibleByStringLiteral {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "text of 1 to 786432 bytes"
  /// A valid value.
  public static let sample: CalendarText = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
  /// The text, which has the form that `notation` names.
  public let string: String

  /// Creates a value from a text that is known to have the form.
  public init(_ string: String) { self.string = string }

  /// Creates a value from a literal of the form.
  public init(stringLiteral value: String) { string = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .string(let text) = wire, (1...786_432).contains(text.utf8.count), !text.utf8.contains(0) else {
      return nil
    }
    string = text
  }

  /// The JSON value.
  public var wire: Value { .string(string) }
}
