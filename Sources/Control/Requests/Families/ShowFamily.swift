public import CEL
public import CivilTime

/// Shows one booking: its state, what it waits for and since when, and who can end the wait.
public struct ShowFamily: ControlRequest {
  /// The verb `families.show`, which reads.
  public static let verb = Verb("families.show")
  /// The answer is a `FamilyDetail`.
  public typealias Answer = FamilyDetail

  /// The booking's reference.
  public var reference: ShortText

  /// Creates the request.
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
  /// Everything that the booking is waiting for.
  public var waits: [Wait]
  /// The events that it accepts now.
  public var accepts: [AcceptedEvent]
  /// Parameters of the definitions that the booking is pinned to, with its own values.
  public var parameters: ValueMap
  /// The balances of its accounts.
  public var ledger: Ledger
  /// Tasks for people, and steps that need an operator or wait at their provider.
  public var tasks: [TaskSummary]
  /// Open incidents, at most 100.
  public var incidents: [IncidentSummary]
  /// The number of events of each role, by disposition.
  public var events: [EventTally]
  /// When it was started.
  public var created: Instant
  /// When it last changed.
  public var updated: Instant

  /// Creates a `FamilyDetail` from its fields.
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
