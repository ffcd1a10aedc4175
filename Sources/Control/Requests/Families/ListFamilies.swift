public import CEL
public import CivilTime

/// Lists bookings in the order of their start.
public struct ListFamilies: ControlRequest {
  public static let verb = Verb("families.list")
  public typealias Answer = Page<FamilySummary>

  /// Only those of this root workflow.
  public var workflow: ShortText?
  /// Only those in this status.
  public var status: FamilyStatus?
  /// Only those whose view has these values; a field that no deployed workflow shows is refused.
  public var view: ValueMap?
  /// Only those that follow where an earlier page ended: its `next`.
  public var after: ShortText?
  /// How many at most; 100 if absent.
  public var limit: PageSize?

  public init(
    workflow: ShortText? = nil, status: FamilyStatus? = nil, view: ValueMap? = nil, after: ShortText? = nil,
    limit: PageSize? = nil
  ) {
    self.workflow = workflow
    self.status = status
    self.view = view
    self.after = after
    self.limit = limit
  }
}

/// Whether a booking takes events.
public enum FamilyStatus: String, WireWord {
  case running, stopped, ended
}

/// A booking in a list.
public struct FamilySummary: Codable, Sendable {
  /// The booking's name, unique for ever.
  public var reference: String
  /// Its root workflow.
  public var workflow: String
  /// `running`, `stopped` (an incident waits for a decision) or `ended`.
  public var status: String
  /// The view fields of all its machines, as the definitions name them.
  public var view: ValueMap
  /// When it was started.
  public var created: Instant
  /// When it last changed.
  public var updated: Instant

  public init(
    reference: String, workflow: String, status: String, view: ValueMap, created: Instant, updated: Instant
  ) {
    self.reference = reference
    self.workflow = workflow
    self.status = status
    self.view = view
    self.created = created
    self.updated = updated
  }
}
