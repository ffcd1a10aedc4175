public import CEL
public import CivilTime

/// Shows a consultant: the record, what is missing before it can be published, and its log.
public struct ShowConsultant: ControlRequest {
  /// The verb `consultants.show`, which reads.
  public static let verb = Verb("consultants.show")
  /// The answer is a `RecordDetail`.
  public typealias Answer = RecordDetail

  /// The consultant's slug.
  public var slug: ShortText

  /// Creates the request.
  public init(slug: ShortText) { self.slug = slug }
}

/// A record of the catalogue.
public struct RecordDetail: Codable, Sendable {
  /// The slug or the type.
  public var id: String
  /// The present version.
  public var version: Int64
  /// As it was written.
  public var body: ValueMap
  /// Of a consultant: what is missing before it can be published, one sentence each.
  public var missing: [String]
  /// Every version, the oldest first.
  public var log: [RecordVersion]

  /// Creates a `RecordDetail` from its fields.
  public init(id: String, version: Int64, body: ValueMap, missing: [String], log: [RecordVersion]) {
    (self.id, self.version, self.body, self.missing, self.log) = (id, version, body, missing, log)
  }
}

/// A version of a record: who made it, when and why.
public struct RecordVersion: Codable, Sendable {
  /// The version.
  public var version: Int64
  /// When it was made.
  public var at: Instant
  /// The author of the version, such as `uid 1000` for an operator.
  public var actor: String
  /// Why.
  public var reason: String

  /// Creates a `RecordVersion` from its fields.
  public init(version: Int64, at: Instant, actor: String, reason: String) {
    (self.version, self.at, self.actor, self.reason) = (version, at, actor, reason)
  }
}
