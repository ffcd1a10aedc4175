public import CEL

/// How many items a list gives at most.
public struct PageSize: WireScalar, ExpressibleByIntegerLiteral {
  public static let notation = "whole number from 1 to 1000"
  public static let sample: PageSize = 100
  public let number: Int64

  public init(_ number: Int64) { self.number = number }

  public init(integerLiteral value: Int64) { number = value }

  public init?(wire: Value) {
    guard case .int(let number) = wire, (1...1_000).contains(number) else { return nil }
    self.number = number
  }

  public var wire: Value { .int(number) }
}

/// How many rows a query gives at most.
public struct RowLimit: WireScalar, ExpressibleByIntegerLiteral {
  public static let notation = "whole number from 1 to 10000"
  public static let sample: RowLimit = 1_000
  public let number: Int64

  public init(_ number: Int64) { self.number = number }

  public init(integerLiteral value: Int64) { number = value }

  public init?(wire: Value) {
    guard case .int(let number) = wire, (1...10_000).contains(number) else { return nil }
    self.number = number
  }

  public var wire: Value { .int(number) }
}
