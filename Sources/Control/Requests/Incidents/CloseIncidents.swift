/// Steps the event that failed again, now that its cause is gone; a held event is offered again.
public struct RetryIncident: ControlRequest {
  public static let verb = Verb("incidents.retry", .act)
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  public init(incident: RecordNumber) { self.incident = incident }
}

/// Leaves the event, timer or outcome that failed out, and lets the booking go on.
public struct SkipIncident: ControlRequest {
  public static let verb = Verb("incidents.skip", .act)
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  public init(incident: RecordNumber) { self.incident = incident }
}

/// Closes an incident and gives up the event that it holds; refused while its booking is stopped.
public struct DiscardIncident: ControlRequest {
  public static let verb = Verb("incidents.discard", .act)
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  public init(incident: RecordNumber) { self.incident = incident }
}
