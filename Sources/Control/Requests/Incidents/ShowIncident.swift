public import CEL

/// Shows one incident.
public struct ShowIncident: ControlRequest {
  /// The verb `incidents.show`, which reads.
  public static let verb = Verb("incidents.show")
  /// The answer is an `IncidentDetail`.
  public typealias Answer = IncidentDetail

  /// The incident's number.
  public var incident: RecordNumber

  /// Creates the request.
  public init(incident: RecordNumber) { self.incident = incident }
}

/// Everything that is known about an incident.
public struct IncidentDetail: Codable, Sendable {
  /// The fields of a list's item; in JSON they stand beside the others.
  public var summary: IncidentSummary
  /// The place, the expected and the given value, and the cure, as far as they apply; null if none does.
  public var detail: Value
  /// The step that it concerns.
  public var task: RecordNumber?
  /// The stored event that it holds, by its number in the inbox.
  public var inbox: RecordNumber?
  /// The operator who closed it; absent while it is open.
  public var closedBy: String?
  /// The operator's reason; absent while it is open.
  public var reason: String?

  private enum CodingKeys: String, CodingKey { case detail, task, inbox, closedBy, reason }

  /// Creates an `IncidentDetail` from its fields.
  public init(
    _ summary: IncidentSummary, detail: Value, task: RecordNumber?, inbox: RecordNumber?, closedBy: String?,
    reason: String?
  ) {
    self.summary = summary
    self.detail = detail
    self.task = task
    self.inbox = inbox
    self.closedBy = closedBy
    self.reason = reason
  }

  /// Reads the value; the fields of its summary stand beside the others.
  public init(from decoder: any Decoder) throws {
    summary = try IncidentSummary(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    detail = try container.decode(Value.self, forKey: .detail)
    task = try container.decodeIfPresent(RecordNumber.self, forKey: .task)
    inbox = try container.decodeIfPresent(RecordNumber.self, forKey: .inbox)
    closedBy = try container.decodeIfPresent(String.self, forKey: .closedBy)
    reason = try container.decodeIfPresent(String.self, forKey: .reason)
  }

  /// Writes the value; the fields of its summary stand beside the others.
  public func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(detail, forKey: .detail)
    try container.encodeIfPresent(task, forKey: .task)
    try container.encodeIfPresent(inbox, forKey: .inbox)
    try container.encodeIfPresent(closedBy, forKey: .closedBy)
    try container.encodeIfPresent(reason, forKey: .reason)
  }
}
