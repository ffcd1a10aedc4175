/// Shows the source of a workflow, as it is deployed or in an older version.
public struct ShowWorkflow: ControlRequest {
  public static let verb = Verb("workflows.show")
  public typealias Answer = WorkflowSource

  /// The workflow's name.
  public var workflow: ShortText
  /// The beginning of a version's hash; the deployed one if absent.
  public var version: ShortText?

  public init(workflow: ShortText, version: ShortText? = nil) {
    self.workflow = workflow
    self.version = version
  }
}

/// A workflow's definition.
public struct WorkflowSource: Codable, Sendable {
  /// Its name.
  public var workflow: String
  /// The beginning of the hash, long enough for people.
  public var version: String
  /// SHA-256 over the definitions that it was deployed with, in hexadecimal.
  public var hash: String
  /// YAML.
  public var source: String

  public init(workflow: String, version: String, hash: String, source: String) {
    self.workflow = workflow
    self.version = version
    self.hash = hash
    self.source = source
  }
}
