public import CEL
public import CivilTime

/// Lists bookings in the order of their start.
public struct ListFamilies: ControlRequest {
  /// The verb `families.list`, which reads.
  public static let verb = Verb("families.list")
  /// The answer is a page of `FamilySummary`.
  public typealias Answer = Page<FamilySummary>

  /// The root workflow; all if absent.
  public var workflow: ShortText?
  /// The collection of the root workflow, as its definition names it (`bookings`, `holds`); all if absent. One that no
  /// workflow has is refused.
  public var collection: ShortText?
  /// The status; any if absent.
  public var status: FamilyStatus?
  /// The values that the view must have. A field that no deployed workflow has is refused.
  public var view: ValueMap?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(
    workflow: ShortText? = nil, collection: ShortText? = nil, status: FamilyStatus? = nil, view: ValueMap? = nil,
    after: ShortText? = nil, limit: PageSize? = nil
  ) {
    self.workflow = workflow
    self.collection = collection
    self.status = status
    self.view = view
    self.after = after
    self.limit = limit
  }
}

/// Whether a booking accepts events.
public enum FamilyStatus: String, WireWord {
  /// A `stopped` booking waits for the decision about an incident; events for it are stored.
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

  /// Creates a `FamilySummary` from its fields.
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
