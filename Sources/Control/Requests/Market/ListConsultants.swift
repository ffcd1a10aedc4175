/// Lists consultants in the order of their slugs.
public struct ListConsultants: ControlRequest {
  /// The verb `consultants.list`, which reads.
  public static let verb = Verb("consultants.list")
  /// The answer is a page of `ConsultantSummary`.
  public typealias Answer = Page<ConsultantSummary>

  /// Only those in this state.
  public var status: ConsultantStatus?

  /// Creates the request; an argument that is nil is left out.
  public init(status: ConsultantStatus? = nil) { self.status = status }
}

/// Where a consultant is between the first draft and the end.
public enum ConsultantStatus: String, WireWord {
  case draft
  case inReview = "in_review"
  case published, paused, suspended, retired
}

/// A consultant in a list.
public struct ConsultantSummary: Codable, Sendable {
  /// The name in paths, unique for ever.
  public var slug: String
  /// The name as people say it.
  public var name: String
  /// `draft`, `in_review`, `published`, `paused`, `suspended` or `retired`.
  public var status: String
  /// The zone of the hours.
  public var zone: String
  /// The types of the services that can be booked.
  public var services: [String]
  /// The version of the record.
  public var version: Int64

  /// Creates a `ConsultantSummary` from its fields.
  public init(
    slug: String, name: String, status: String, zone: String, services: [String], version: Int64
  ) {
    (self.slug, self.name, self.status, self.zone) = (slug, name, status, zone)
    (self.services, self.version) = (services, version)
  }
}
