public import CEL

/// A leaf of a request or an answer. It checks itself when it is read, so that a request that could be decoded holds valid arguments.
public protocol WireScalar: Codable, Sendable, Hashable {
  /// The form as errors and `docs/control-protocol.md` name it: `an RFC 3339 instant such as 2030-01-31T10:00:00Z`.
  static var notation: String { get }
  /// Any valid value. Types that hold scalars are looked into with it.
  static var sample: Self { get }
  /// nil if the value has another form.
  init?(wire: Value)
  var wire: Value { get }
}

extension WireScalar {
  /// Other coders do not know scalars; `Wire` reads them by `init(wire:)`.
  public init(from decoder: any Decoder) throws { throw WireFault.foreignCoder }

  public func encode(to encoder: any Encoder) throws { throw WireFault.foreignCoder }
}
