public import CivilTime

/// How people like to be spoken to.
public enum CommunicationStyle: String, Hashable, Sendable, CaseIterable {
  case formal
  case casual
  case technical
  case executive
}

public enum MeetingType: String, Hashable, Sendable, CaseIterable {
  case video
  case phone
  case inPerson = "in_person"
  case hybrid
}

/// A stretch of time; a missing end is open.
public struct TimeWindow: Hashable, Sendable {
  public var from: Instant?
  public var until: Instant?

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
  public var complexity: Complexity?
  public var budget: Budget?
  public var window: TimeWindow?
  public var isUrgent = false
  public var style: CommunicationStyle?
  /// Most preferred first.
  public var languages: [Language] = []
  /// The type of the service that is asked for; nil for any.
  public var service: String?
  public var filters = MatchFilters()

  public init() {}
}
