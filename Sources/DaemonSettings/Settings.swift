internal import YAMLTree

/// The operator's decisions: `magnetiqd.yaml`, checked. `config/magnetiqd.yaml` explains every key.
public struct Settings: Hashable, Sendable {
  public var store: StoreSection
  public var clock: ClockSection
  public var workflows: WorkflowSection
  public var ingress: IngressSection
  public var control: ControlSection
  public var executors: ExecutorSection
  public var limits: LimitSection
  public var log: LogSection
  public var credentials: CredentialSection
  /// Overrides of the parameters that workflows declare, in the order of the file.
  public var params: [ParamOverride]
  /// Development: plain http to counterparts is allowed. Never in production.
  public var sandbox: Bool

  /// The defaults, as of an empty file.
  public init() {
    self.init(SectionReader(path: "", node: nil, place: Place(line: 1, column: 1), findings: FindingList(file: "")))
  }

  init(_ root: SectionReader) {
    // First, because what may be plain depends on it.
    sandbox = root.value("sandbox", .flag, default: false)
    store = root.section("store") { StoreSection($0) }
    clock = root.section("clock") { [sandbox] in ClockSection($0, sandbox: sandbox) }
    workflows = root.section("workflows") { WorkflowSection($0) }
    ingress = root.section("ingress") { [sandbox] in IngressSection($0, sandbox: sandbox) }
    control = root.section("control") { ControlSection($0) }
    executors = root.section("executors") { [sandbox] in ExecutorSection($0, sandbox: sandbox) }
    limits = root.section("limits") { LimitSection($0) }
    log = root.section("log") { LogSection($0) }
    credentials = root.section("credentials") { CredentialSection($0) }
    params = root.entries("params", .parameter).map {
      ParamOverride(name: $0.name, text: $0.value.text, isQuoted: $0.value.isQuoted)
    }
  }

  /// `--state-dir`: everything that is kept lies in `folder`.
  public mutating func keepState(in folder: String) {
    store.path = (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/magnetiq.db"
  }
}
