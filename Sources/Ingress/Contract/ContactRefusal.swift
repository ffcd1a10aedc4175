/// A sender of webhooks says of an address that it must not be written to any more, in no booking.
public struct ContactRefusal: Sendable, Hashable {
  /// A way by which people are written to.
  public enum Channel: String, Sendable, Hashable, CaseIterable { case mail, sms }

  /// The way.
  public var channel: Channel
  /// The address as the sender writes it.
  public var address: String
  /// True if only marketing must not leave.
  public var isMarketingOnly: Bool
  /// The name of the event.
  public var reason: String
  /// The source of the webhook.
  public var source: String
  /// The webhook's key; the same refusal is told only once under it.
  public var key: String
}
