/// Shows the source of a workflow, of the deployed or of an older version.
public struct ShowWorkflow: ControlRequest {
  /// The verb `workflows.show`, which reads.
  public static let verb = Verb("workflows.show")
  /// The answer is a `WorkflowSource`.
  public typealias Answer = WorkflowSource

  /// The workflow's name.
  public var workflow: ShortText
  /// The first characters of a version's hash; the deployed version if absent.
  public var version: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(workflow: ShortText, version: ShortText? = nil) {
    self.workflow = workflow
    self.version = version
  }
}

/// A workflow's definition.
public struct WorkflowSource: Codable, Sendable {
  /// The workflow's name.
  public var workflow: String
  /// The first characters of the hash, enough to tell versions apart.
  public var version: String
  /// SHA-256 over the definitions that it was deployed with, in hexadecimal.
  public var hash: String
  /// The YAML text.
  public var source: String

  /// Creates a `WorkflowSource` from its fields.
  public init(workflow: String, version: String, hash: String, source: String) {
    self.workflow = workflow
    self.version = version
    self.hash = hash
    self.source = source
  }
}
