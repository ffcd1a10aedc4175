public import CEL

/// The number of a task or an incident. It is text in JSON, so that no client rounds it.
public struct RecordNumber: WireScalar, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "whole number as text, such as \"17\""
  /// A valid value.
  public static let sample: RecordNumber = 17
  /// The number, which is within the bounds of `notation`.
  public let number: Int64

  /// Creates a value from a number that is known to be within the bounds.
  public init(_ number: Int64) { self.number = number }

  /// Creates a value from a literal within the bounds.
  public init(integerLiteral value: Int64) { number = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .string(let text) = wire, text.utf8.count <= 20, let number = Int64(text) else { return nil }
    self.number = number
  }

  /// The JSON value.
  public var wire: Value { .string(description) }
  /// The number as decimal digits.
  public var description: String { String(number) }
}
