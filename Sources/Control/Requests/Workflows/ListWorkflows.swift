/// Lists the deployed workflows, and the older versions that live bookings still run on.
public struct ListWorkflows: ControlRequest {
  public static let verb = Verb("workflows.list")
  public typealias Answer = Page<WorkflowSummary>

  public init() {}
}

/// A workflow in one version.
public struct WorkflowSummary: Codable, Sendable {
  /// Its name.
  public var workflow: String
  /// The root workflow of its family; its own name for a root.
  public var root: String
  /// The beginning of the hash, long enough for people.
  public var version: String
  /// SHA-256 over the files of its family, in hexadecimal.
  public var hash: String
  /// Whether new bookings start on it; otherwise live ones only are left on it.
  public var deployed: Bool
  /// Live bookings on this version.
  public var families: Int64
  /// How many states it has.
  public var states: Int64

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
