public import CivilTime

/// One thing that somebody did before asking, on one of our pages or elsewhere.
public struct Touchpoint: Hashable, Sendable {
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

  public enum Page: String, Hashable, Sendable, CaseIterable {
    case profile
    case pricing
    case booking
    case other
  }

  public let at: Instant
  public let channel: String
  public let campaign: String?
  public let kind: Kind

  public init(at: Instant, channel: String, campaign: String? = nil, kind: Kind) {
    self.at = at
    self.channel = channel
    self.campaign = campaign
    self.kind = kind
  }
}
