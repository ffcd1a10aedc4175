public import CEL

/// The number of a task or an incident. Text on the wire, as in lists, so that no client rounds it.
public struct RecordNumber: WireScalar, ExpressibleByIntegerLiteral, CustomStringConvertible {
  public static let notation = "whole number as text, such as \"17\""
  public static let sample: RecordNumber = 17
  public let number: Int64

  public init(_ number: Int64) { self.number = number }

  public init(integerLiteral value: Int64) { number = value }

  public init?(wire: Value) {
    guard case .string(let text) = wire, text.utf8.count <= 20, let number = Int64(text) else { return nil }
    self.number = number
  }

  public var wire: Value { .string(description) }
  public var description: String { String(number) }
}
