public import CEL

/// One of a fixed set of words.
public protocol WireWord: WireScalar, CaseIterable, RawRepresentable where RawValue == String {}

extension WireWord {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  /// A valid value.
  public static var sample: Self { allCases[allCases.startIndex] }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard let word = wire.stringValue else { return nil }
    self.init(rawValue: word)
  }

  /// The JSON value.
  public var wire: Value { .string(rawValue) }
}

extension WireWord {
  /// Fails, because `Wire` reads a word like any other scalar; `RawRepresentable` would bring coders of its own.
  public init(from decoder: any Decoder) throws { throw WireFault.foreignCoder }

  /// Fails, because `Wire` writes a word like any other scalar.
  public func encode(to encoder: any Encoder) throws { throw WireFault.foreignCoder }
}
