public import CEL

/// One of a few words.
public protocol WireWord: WireScalar, CaseIterable, RawRepresentable where RawValue == String {}

extension WireWord {
  public static var notation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  public static var sample: Self { allCases[allCases.startIndex] }

  public init?(wire: Value) {
    guard let word = wire.stringValue else { return nil }
    self.init(rawValue: word)
  }

  public var wire: Value { .string(rawValue) }
}

extension WireWord {
  // `RawRepresentable` brings coders of its own; a word is read by `Wire` like any other scalar.
  public init(from decoder: any Decoder) throws { throw WireFault.foreignCoder }

  public func encode(to encoder: any Encoder) throws { throw WireFault.foreignCoder }
}
