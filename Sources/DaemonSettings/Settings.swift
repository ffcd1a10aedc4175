internal import YAMLTree

/// The operator's decisions: `magnetiqd.yaml`, checked. `config/magnetiqd.yaml` explains every key.
public struct Settings: Hashable, Sendable {
  /// The store of bookings.
  public var store: StoreSection
  /// The daemon's clock.
  public var clock: ClockSection
  /// The folder of definitions.
  public var workflows: WorkflowSection
  /// The public API and the receivers of webhooks.
  public var ingress: IngressSection
  /// The marketplace's own pages; nil without any.
  public var site: SiteSection?
  /// Invoices and credit notes; nil if none are issued.
  public var invoices: InvoiceSection?
  /// The operators' sockets.
  public var control: ControlSection
  /// The external systems.
  public var executors: ExecutorSection
  /// The search for consultants.
  public var matching: MatchingSection
  /// Contact forms and their scores.
  public var leads: LeadsSection
  /// The bounds of the engine.
  public var limits: LimitSection
  /// Whether bookings need quotes, and for how long quotes hold and are kept.
  public var market: MarketSection
  /// The daemon's log.
  public var log: LogSection
  /// The source of secrets that systemd does not pass.
  public var credentials: CredentialSection
  /// Overrides of the parameters that workflows declare, in the order of the file.
  public var params: [ParamOverride]
  /// Whether plain HTTP to counterparts is allowed. It is for development only.
  public var sandbox: Bool

  /// Creates the defaults, as an empty file does.
  public init() {
    self.init(SectionReader(path: "", node: nil, place: Place(line: 1, column: 1), findings: FindingList(file: "")))
  }

  init(_ root: SectionReader) {
    // Read first, because it decides which addresses may be unencrypted.
    sandbox = root.value("sandbox", .flag, default: false)
    store = root.section("store") { StoreSection($0) }
    clock = root.section("clock") { [sandbox] in ClockSection($0, sandbox: sandbox) }
    workflows = root.section("workflows") { WorkflowSection($0) }
    ingress = root.section("ingress") { [sandbox] in IngressSection($0, sandbox: sandbox) }
    site = root.optionalSection("site") { [sandbox] in SiteSection($0, sandbox: sandbox) }
    invoices = root.optionalSection("invoices") { InvoiceSection($0) }
    control = root.section("control") { ControlSection($0) }
    executors = root.section("executors") { [sandbox] in ExecutorSection($0, sandbox: sandbox) }
    matching = root.section("matching") { MatchingSection($0) }
    leads = root.section("leads") { LeadsSection($0) }
    limits = root.section("limits") { LimitSection($0) }
    market = root.section("market") { MarketSection($0) }
    log = root.section("log") { LogSection($0) }
    credentials = root.section("credentials") { CredentialSection($0) }
    params = root.entries("params", .parameter).map {
      ParamOverride(name: $0.name, text: $0.value.text, isQuoted: $0.value.isQuoted)
    }
  }

  /// Moves everything that is kept into `folder`, for `--state-dir`.
  public mutating func keepState(in folder: String) {
    store.path = (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/magnetiq.db"
  }
}
