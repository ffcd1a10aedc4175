public import CEL

/// The most items of a list.
public struct PageSize: WireScalar, ExpressibleByIntegerLiteral {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "whole number from 1 to 1000"
  /// A valid value.
  public static let sample: PageSize = 100
  /// The number, which is within the bounds of `notation`.
  public let number: Int64

  /// Creates a value from a number that is known to be within the bounds.
  public init(_ number: Int64) { self.number = number }

  /// Creates a value from a literal within the bounds.
  public init(integerLiteral value: Int64) { number = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .int(let number) = wire, (1...1_000).contains(number) else { return nil }
    self.number = number
  }

  /// The JSON value.
  public var wire: Value { .int(number) }
}

/// The most rows of a query.
public struct RowLimit: WireScalar, ExpressibleByIntegerLiteral {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "whole number from 1 to 10000"
  /// A valid value.
  public static let sample: RowLimit = 1_000
  /// The number, which is within the bounds of `notation`.
  public let number: Int64

  /// Creates a value from a number that is known to be within the bounds.
  public init(_ number: Int64) { self.number = number }

  /// Creates a value from a literal within the bounds.
  public init(integerLiteral value: Int64) { number = value }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .int(let number) = wire, (1...10_000).contains(number) else { return nil }
    self.number = number
  }

  /// The JSON value.
  public var wire: Value { .int(number) }
}
