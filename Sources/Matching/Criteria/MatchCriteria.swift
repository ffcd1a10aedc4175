public import CivilTime

/// How people like to be spoken to.
public enum CommunicationStyle: String, Hashable, Sendable, CaseIterable {
  case formal
  case casual
  case technical
  case executive
}

/// The forms that a meeting may have.
public enum MeetingType: String, Hashable, Sendable, CaseIterable {
  case video
  case phone
  case inPerson = "in_person"
  case hybrid
}

/// A stretch of time; a missing end is open.
public struct TimeWindow: Hashable, Sendable {
  /// The first instant of the window.
  public var from: Instant?
  /// The end of the window, which is not part of it.
  public var until: Instant?

  /// Creates a window; an end that is left out is open.
  public init(from: Instant? = nil, until: Instant? = nil) {
    self.from = from
    self.until = until
  }

  func contains(_ instant: Instant) -> Bool { instant >= from ?? .earliest && instant < until ?? .latest }
}

/// The criteria of a request, without the words in which it was made.
public struct MatchCriteria: Hashable, Sendable {
  /// Ids of skills of the taxonomy.
  public var requiredExpertise: [String] = []
  /// Ids of industries of the taxonomy.
  public var industryBackground: [String] = []
  /// The size of the matter; nil if unknown.
  public var complexity: Complexity?
  /// The client's budget. Without an upper bound, prices are held against 1.25 times the candidates' median.
  public var budget: Budget?
  /// The time in which a meeting should begin; free starts outside it do not count. Nil for any time.
  public var window: TimeWindow?
  /// The request is urgent; it is then not asked for a time.
  public var isUrgent = false
  /// The style in which the client likes to be spoken to; nil if the request names none.
  public var style: CommunicationStyle?
  /// Most preferred first.
  public var languages: [Language] = []
  /// The type of the service that is asked for; nil for any.
  public var service: String?
  /// Further conditions that a consultant has to meet to be shown.
  public var filters = MatchFilters()

  /// Creates criteria that ask for nothing.
  public init() {}
}
