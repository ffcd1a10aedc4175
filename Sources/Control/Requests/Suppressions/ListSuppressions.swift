public import CivilTime

/// Lists the addresses that are not written to, across all bookings. The addresses themselves are not kept.
public struct ListSuppressions: ControlRequest {
  /// The verb `suppressions.list`, which reads.
  public static let verb = Verb("suppressions.list")
  /// The answer is a page of `SuppressionSummary`.
  public typealias Answer = Page<SuppressionSummary>

  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(after: ShortText? = nil, limit: PageSize? = nil) {
    self.after = after
    self.limit = limit
  }
}

/// The way by which an address is written to.
public enum ContactChannel: String, WireWord { case mail, sms }

/// An address that is not written to.
public struct SuppressionSummary: Codable, Sendable {
  /// A keyed digest of the address, by which the same address is recognised.
  public var digest: String
  /// `mail` or `sms`.
  public var channel: String
  /// `all`, or `marketing` if only marketing does not leave.
  public var scope: String
  /// Why, as the provider says: `hard_bounce`; `operator` if one did it by hand.
  public var reason: String
  /// Since when.
  public var since: Instant
  /// The source of webhooks or the operator that put the address on the list.
  public var by: String

  /// Creates a `SuppressionSummary` from its fields.
  public init(digest: String, channel: String, scope: String, reason: String, since: Instant, by: String) {
    (self.digest, self.channel, self.scope) = (digest, channel, scope)
    (self.reason, self.since, self.by) = (reason, since, by)
  }
}
