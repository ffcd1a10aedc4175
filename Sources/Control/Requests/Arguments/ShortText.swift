public import CEL

/// A name, a reference, a word: 1 to 4,096 bytes without control characters. Checked where it is read, not where it is made.
public struct ShortText: WireScalar, ExpressibleByStringLiteral {
  public static let notation = "text of 1 to 4096 bytes without control characters"
  public static let sample: ShortText = "text"
  public let string: String

  public init(_ string: String) { self.string = string }

  public init(stringLiteral value: String) { string = value }

  public init?(wire: Value) {
    guard case .string(let text) = wire, (1...4_096).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return nil }
    string = text
  }

  public var wire: Value { .string(string) }
}
