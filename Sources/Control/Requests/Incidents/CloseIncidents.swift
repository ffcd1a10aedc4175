/// Retries the event that failed, after its cause was mended; a held event is offered again.
public struct RetryIncident: ControlRequest {
  /// The verb `incidents.retry`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("incidents.retry", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  /// Creates the request.
  public init(incident: RecordNumber) { self.incident = incident }
}

/// Leaves the event, timer or outcome that failed out, and lets the booking go on. A step whose outcome is left out is parked.
public struct SkipIncident: ControlRequest {
  /// The verb `incidents.skip`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("incidents.skip", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  /// Creates the request.
  public init(incident: RecordNumber) { self.incident = incident }
}

/// Closes an incident and discards the event that it holds. It is refused while its booking is stopped.
public struct DiscardIncident: ControlRequest {
  /// The verb `incidents.discard`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("incidents.discard", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The incident's number.
  public var incident: RecordNumber

  /// Creates the request.
  public init(incident: RecordNumber) { self.incident = incident }
}
