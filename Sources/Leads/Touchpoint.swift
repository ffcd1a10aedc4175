public import CivilTime

/// One thing that somebody did before asking, on one of our pages or elsewhere.
public struct Touchpoint: Hashable, Sendable {
  /// The kinds of behaviour that score points.
  public enum Kind: Hashable, Sendable {
    case pageView(Page)
    /// Seconds spent on a page.
    case timeOnSite(seconds: Int)
    case download
    /// A click in a mail. Opens are not counted: mail programs open mails by themselves.
    case mailClick
    case social
    case webinar
    case consultationCompleted
  }

  /// The kinds of pages that the rules give points for.
  public enum Page: String, Hashable, Sendable, CaseIterable {
    case profile
    case pricing
    case booking
    case other
  }

  /// The time at which it happened. Touchpoints in the future or before the window of the rules do not score.
  public let at: Instant
  /// The channel that it came through, empty if unknown. It does not change the score.
  public let channel: String
  /// The campaign that it belongs to, if any. It does not change the score.
  public let campaign: String?
  /// The kind of behaviour, which the points depend on.
  public let kind: Kind

  /// Creates a touchpoint from its fields, without a campaign unless one is given.
  public init(at: Instant, channel: String, campaign: String? = nil, kind: Kind) {
    self.at = at
    self.channel = channel
    self.campaign = campaign
    self.kind = kind
  }
}
