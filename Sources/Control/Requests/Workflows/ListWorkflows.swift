/// Lists the deployed workflows, and the older versions that live bookings still run on.
public struct ListWorkflows: ControlRequest {
  /// The verb `workflows.list`, which reads.
  public static let verb = Verb("workflows.list")
  /// The answer is a page of `WorkflowSummary`.
  public typealias Answer = Page<WorkflowSummary>

  /// Creates the request, which has no arguments.
  public init() {}
}

/// A version of a workflow.
public struct WorkflowSummary: Codable, Sendable {
  /// The workflow's name.
  public var workflow: String
  /// The root workflow of its family; its own name for a root.
  public var root: String
  /// The first characters of the hash, enough to tell versions apart.
  public var version: String
  /// SHA-256 over the files of its family, in hexadecimal.
  public var hash: String
  /// Whether new bookings start on it; otherwise only live bookings use it.
  public var deployed: Bool
  /// The number of live bookings on this version.
  public var families: Int64
  /// The number of its states.
  public var states: Int64

  /// Creates a `WorkflowSummary` from its fields.
  public init(
    workflow: String, root: String, version: String, hash: String, deployed: Bool, families: Int64, states: Int64
  ) {
    self.workflow = workflow
    self.root = root
    self.deployed = deployed
    self.version = version
    self.hash = hash
    self.families = families
    self.states = states
  }
}
