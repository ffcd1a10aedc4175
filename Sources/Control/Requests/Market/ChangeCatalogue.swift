public import CEL

/// Imports services and consultants, as a whole or not at all. A dry run tells what would change.
public struct ImportCatalogue: ControlRequest {
  /// The verb `catalogue.import`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("catalogue.import", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// An object with `services` and `consultants`, lists of records.
  public var document: ValueMap

  /// Creates the request.
  public init(document: ValueMap) { self.document = document }
}

/// Moves a consultant to another state: into review, published, paused, suspended, retired.
public struct MoveConsultant: ControlRequest {
  /// The verb `consultants.move`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("consultants.move", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The consultant's slug.
  public var slug: ShortText
  /// The new state.
  public var status: ConsultantStatus

  /// Creates the request.
  public init(slug: ShortText, status: ConsultantStatus) {
    (self.slug, self.status) = (slug, status)
  }
}
