public import CEL
public import CivilTime

/// Shows one booking: where it is, what it waits for, since when, and who can end the wait.
public struct ShowFamily: ControlRequest {
  public static let verb = Verb("families.show")
  public typealias Answer = FamilyDetail

  /// The booking's reference.
  public var reference: ShortText

  public init(reference: ShortText) { self.reference = reference }
}

/// Everything about a booking that helps to understand and to steer it.
public struct FamilyDetail: Codable, Sendable {
  /// The booking's name, unique for ever.
  public var reference: String
  /// Its root workflow.
  public var workflow: String
  /// `running`, `stopped` (an incident waits for a decision) or `ended`.
  public var status: String
  /// The view fields of all its machines, as the definitions name them.
  public var view: ValueMap
  /// In the order of their start.
  public var machines: [MachineDetail]
  /// Everything that the booking waits for.
  public var waits: [Wait]
  /// What may be sent to it now.
  public var accepts: [AcceptedEvent]
  /// Parameters of the definitions that the booking is pinned to, with its own values.
  public var parameters: ValueMap
  /// Its books.
  public var ledger: Ledger
  /// Tasks for people, and steps that need an operator or wait at their provider.
  public var tasks: [TaskSummary]
  /// Open incidents, at most 100.
  public var incidents: [IncidentSummary]
  /// How often each role was heard, by disposition.
  public var events: [EventTally]
  /// When it was started.
  public var created: Instant
  /// When it last changed.
  public var updated: Instant

  public init(
    reference: String, workflow: String, status: String, view: ValueMap, machines: [MachineDetail], waits: [Wait],
    accepts: [AcceptedEvent], parameters: ValueMap, ledger: Ledger, tasks: [TaskSummary],
    incidents: [IncidentSummary], events: [EventTally], created: Instant, updated: Instant
  ) {
    self.reference = reference
    self.workflow = workflow
    self.status = status
    self.view = view
    self.machines = machines
    self.waits = waits
    self.accepts = accepts
    self.parameters = parameters
    self.ledger = ledger
    self.tasks = tasks
    self.incidents = incidents
    self.events = events
    self.created = created
    self.updated = updated
  }
}
