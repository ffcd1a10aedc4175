/// Lists the deployed workflows.
public struct ListWorkflows: ControlRequest {
  public static let verb = Verb("workflows.list")
  public typealias Answer = Page<WorkflowSummary>

  public init() {}
}

/// A deployed workflow.
public struct WorkflowSummary: Codable, Sendable {
  /// Its name.
  public var workflow: String
  /// The beginning of the hash, long enough for people.
  public var version: String
  /// SHA-256 over the definitions that it was deployed with, in hexadecimal.
  public var hash: String
  /// Bookings that were started on these definitions.
  public var families: Int64
  /// How many states it has.
  public var states: Int64

  public init(workflow: String, version: String, hash: String, families: Int64, states: Int64) {
    self.workflow = workflow
    self.version = version
    self.hash = hash
    self.families = families
    self.states = states
  }
}
