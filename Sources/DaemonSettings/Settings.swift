internal import YAMLTree

/// The operator's decisions: `magnetiqd.yaml`, checked. `config/magnetiqd.yaml` explains every key.
public struct Settings: Hashable, Sendable {
  public var store: Store
  public var clock: Clock
  public var workflows: Workflows
  public var ingress: Ingress
  public var control: Control
  public var executors: Executors
  public var limits: Limits
  public var log: Log
  public var credentials: CredentialSource
  /// Overrides of the parameters that workflows declare, in the order of the file.
  public var params: [ParamOverride]
  /// Development: plain http to counterparts is allowed. Never in production.
  public var sandbox: Bool

  /// What holds when the file says nothing.
  public init() {
    self.init(Section(path: "", node: nil, place: Place(line: 1, column: 1), findings: FindingList(file: "")))
  }

  init(_ root: Section) {
    // First, because what may be plain depends on it.
    sandbox = root.value("sandbox", .flag, default: false)
    store = root.section("store") { Store($0) }
    clock = root.section("clock") { [sandbox] in Clock($0, sandbox: sandbox) }
    workflows = root.section("workflows") { Workflows($0) }
    ingress = root.section("ingress") { [sandbox] in Ingress($0, sandbox: sandbox) }
    control = root.section("control") { Control($0) }
    executors = root.section("executors") { [sandbox] in Executors($0, sandbox: sandbox) }
    limits = root.section("limits") { Limits($0) }
    log = root.section("log") { Log($0) }
    credentials = root.section("credentials") { CredentialSource($0) }
    params = root.entries("params", .parameter).map {
      ParamOverride(name: $0.name, text: $0.value.text, isQuoted: $0.value.isQuoted)
    }
  }

  /// `--state-dir`: everything that is kept lies in `folder`.
  public mutating func keepState(in folder: String) {
    store.path = (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/magnetiq.db"
  }
}
