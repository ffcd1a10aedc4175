public import CEL

/// A leaf of a request or an answer. Each type checks its own form when it is read, so a decoded request holds valid
/// arguments.
public protocol WireScalar: Codable, Sendable, Hashable {
  /// The form, as errors and `docs/control-protocol.md` name it: `an RFC 3339 instant such as 2030-01-31T10:00:00Z`.
  static var notation: String { get }
  /// Any valid value, used to explore the types that hold scalars.
  static var sample: Self { get }
  /// Reads a JSON value; returns nil if it has another form.
  init?(wire: Value)
  /// The JSON value.
  var wire: Value { get }
}

extension WireScalar {
  /// Fails, because only `Wire` can decode scalars, with `init(wire:)`.
  public init(from decoder: any Decoder) throws { throw WireFault.foreignCoder }

  /// Fails, because only `Wire` can encode scalars, with `wire`.
  public func encode(to encoder: any Encoder) throws { throw WireFault.foreignCoder }
}
