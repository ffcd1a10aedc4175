public import CEL

/// SQL: up to 64 KiB, any characters but NUL.
public struct Script: WireScalar, ExpressibleByStringLiteral {
  public static let notation = "text of 1 to 65536 bytes"
  public static let sample: Script = "SELECT 1"
  public let string: String

  public init(_ string: String) { self.string = string }

  public init(stringLiteral value: String) { string = value }

  public init?(wire: Value) {
    guard case .string(let text) = wire, (1...65_536).contains(text.utf8.count), !text.utf8.contains(0) else {
      return nil
    }
    string = text
  }

  public var wire: Value { .string(string) }
}
