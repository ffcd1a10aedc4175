/// Stops messages to an address, in all bookings.
public struct AddSuppression: ControlRequest {
  /// The verb `suppressions.add`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("suppressions.add", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The mail address or the telephone number.
  public var address: ShortText
  /// The way by which it is written to; `mail` if absent.
  public var channel: ContactChannel?
  /// Whether only marketing stops; everything if absent.
  public var marketing: Bool?

  /// Creates the request; an argument that is nil is left out.
  public init(address: ShortText, channel: ContactChannel? = nil, marketing: Bool? = nil) {
    (self.address, self.channel, self.marketing) = (address, channel, marketing)
  }
}

/// Lets messages to an address leave again.
public struct RemoveSuppression: ControlRequest {
  /// The verb `suppressions.remove`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("suppressions.remove", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The mail address or the telephone number.
  public var address: ShortText
  /// The way by which it is written to; `mail` if absent.
  public var channel: ContactChannel?

  /// Creates the request; an argument that is nil is left out.
  public init(address: ShortText, channel: ContactChannel? = nil) {
    (self.address, self.channel) = (address, channel)
  }
}
