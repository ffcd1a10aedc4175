import CEL
import CivilTime
import DaemonSettings
import Execution
import Executors
import Ingress
import Leads
import Marketplace
import SystemdSupport
import Transport
import WorkflowDefinitions

/// Everything that the daemon needs before it opens its store and binds its sockets, read and checked. `magnetiqd
/// --check` ends with it; the start continues from it.
struct Preparation {
  let settings: Settings
  let names: DefinitionNames
  let listening: ListenSetup
  let credentials: Credentials
  let zones: SystemZones
  let http: CurlClient
  let templates: MailTemplateLibrary
  let executors: [any Executor]
  /// The addresses that mails give, which are filled in once the store's key is known.
  let links: MailLinks
  /// The addresses that are not written to, which are looked up once the store is open.
  let suppressions: SuppressionList
  /// Reads the definitions that are to be deployed.
  let loader: BundleLoader
  /// Reads the definitions of live families, whose steps the configured executors must offer.
  let pinnedLoader: BundleLoader
  let deployment: Deployment
  /// The files of the search for consultants; nil if nothing is searched.
  let matching: MatchingFiles?
  let leadRules: LeadRules
  /// The settings of the pages without their key, which the store has; nil without pages.
  let site: SiteSetup.UnsignedPages?
  /// The seller and the numbers of invoices; nil if none are issued.
  let invoices: InvoiceTerms?
  /// The mailboxes that are read.
  let mailboxes: MailboxSetup
  /// The settings without the address, which is bound later.
  let ingress: IngressSetup.UnboundGateway
  /// Remarks about things that only a start can show.
  let remarks: [String]

  /// - Parameters:
  ///   - isRehearsal: true for `--check`.
  ///   - now: the time that is recorded for the reading of the definitions.
  /// - Throws: `StartRefusal` with everything that is wrong.
  init(
    _ document: SettingsDocument, _ environment: ServiceEnvironment, isRehearsal: Bool, now: Instant
  ) throws {
    let findings = StartFindings(document)
    guard let settings = document.settings else {
      throw StartRefusal(settings: document.findings)
    }
    let sockets = try SocketActivation(environment: environment)
    self.settings = settings
    listening = ListenSetup(settings: settings, environment: environment, sockets: sockets)
    credentials = Credentials(
      environment: environment, fallback: settings.credentials.path ?? (isRehearsal ? Self.loadedByTheUnit : nil))
    // The C library looks there too.
    zones = environment["TZDIR"].map { SystemZones(folder: $0) } ?? SystemZones()
    http = try CurlClient()
    templates = MailTemplateLibrary()
    links = MailLinks()
    suppressions = SuppressionList()
    remarks = FolderCheck(
      settings: settings, environment: environment, sockets: sockets, findings: findings, isRehearsal: isRehearsal
    ).run()
    if !isRehearsal { listening.check(findings) }
    let secrets = SecretReader(credentials: credentials, findings: findings)
    executors = ExecutorSetup(settings: settings, secrets: secrets).make(
      http: http, templates: templates, zones: zones, links: links, suppressions: suppressions)
    ingress = IngressSetup(settings: settings, secrets: secrets).gateway()
    mailboxes = MailboxSetup(settings: settings, secrets: secrets, http: http)
    site = SiteSetup(settings: settings, findings: findings).pages()
    invoices = InvoiceSetup(settings: settings, zones: zones, findings: findings).terms(site?.legal ?? [])
    CapabilityKeyFile.check(credentials, findings)
    matching = MatchingSetup(settings: settings.matching, findings: findings).files()
    leadRules = LeadSetup(settings: settings.leads, findings: findings).rules()
    let definitions = DefinitionSetup(settings: settings)
    loader = definitions.loader(
      StandardExecutors.catalogue(crmFields: settings.executors.odoo?.fields.map(\.name)), zones)
    let steps = executors.flatMap(\.steps)
    let offered = Set(steps.map(\.name))
    pinnedLoader = definitions.loader(
      steps + StandardExecutors.catalogue.filter { !offered.contains($0.name) }, zones)
    names = DefinitionNames(document: document, settings: settings, steps: offered)
    let deployment = definitions.deployment(loader, now, findings)
    let bundles = deployment?.bundles ?? definitions.bundles(loader)
    if !bundles.isEmpty {
      for finding in names.findings(about: bundles) { findings.add(finding) }
    }
    guard findings.refusal(remarks) == nil, let deployment else {
      http.stop()
      throw findings.refusal(remarks) ?? StartRefusal(settings: [])
    }
    self.deployment = deployment
  }

  /// The folder that the unit passes to the service (LoadCredential=). An operator's `--check` reads it directly.
  private static let loadedByTheUnit = "/etc/magnetiq/credentials"
}
