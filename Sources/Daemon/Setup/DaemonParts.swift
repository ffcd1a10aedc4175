import CEL
import CivilTime
import Control
import DaemonSettings
import Execution
import Executors
import Glibc
import Ingress
import Listening
import Logging
import SQLiteStorage
import Site
import Statecharts
import Storage
import Synchronization
import SystemdSupport
import Transport
import WorkflowDefinitions
import WorkflowEngine

/// The daemon's parts, created and bound to their sockets but not running. Only this type knows all concrete types.
struct DaemonParts {
  /// The prefix of generated references.
  private static let referencePrefix = "VLT"

  let journal: Journal
  let eventStream: EventStream
  let notifier: Notifier
  let logger: Logger
  let http: CurlClient
  let writer: WriterThread
  let control: ControlServer
  let ingress: IngressServer
  /// The marketplace's own pages; nil without any.
  let site: SiteServer?
  let daemon: DaemonReads
  let deployer: Deployer
  let expiries: ExpiryWatch
  let readers: ReaderPool
  let follower: ConsultantFollower
  let zones: ZoneFollower
  let quotes: QuoteRetention
  let busy: BusyFollower
  let mailboxes: [MailboxFollower]
  let retention: RecordRetention
  /// Nil if no invoices are issued.
  let invoices: InvoiceFollower?

  /// Throws if the daemon cannot start.
  init(_ document: SettingsDocument, _ environment: ServiceEnvironment) async throws {
    let prepared = try Preparation(document, environment, isRehearsal: false, now: DaemonClock.wall)
    let settings = prepared.settings
    journal = Journal(sink: Self.destination(settings.log).sink(environment: environment, identifier: "magnetiqd"))
    let level = Logger.Level(rawValue: settings.log.level.rawValue) ?? .info
    LoggingSystem.bootstrap { [journal] in JournalLogHandler(label: $0, journal: journal, logLevel: level) }
    logger = Logger(label: "magnetiqd")
    eventStream = EventStream(journal: journal)
    notifier = Notifier(environment: environment)
    http = prepared.http

    var options = SQLiteOptions()
    options.writerCacheKiB = Int64(settings.store.cacheMiB) * 1_024
    #if FAIL_POINTS
      if let pages = FailPlan.checkpointPages { options.checkpointPages = pages }
    #endif
    let store = try SQLiteStore(path: settings.store.path, options: options)
    let continuity = StoreContinuity(path: settings.store.path)
    let storeWriter = try store.makeWriter()
    let clockSetup = ClockSetup(settings: settings.clock, store: storeWriter)
    let clock = try clockSetup.clock()
    let watch = try clockSetup.watch(over: clock, eventStream)
    readers = ReaderPool(store)

    let deployment = prepared.deployment.dated(clock.now)
    let executors = prepared.executors
    let bundles = DeployedBundles(deployment, library: prepared.templates)
    let archive = BundleArchive(loader: prepared.pinnedLoader, offered: prepared.names.steps)
    try PinnedBundles(archive: archive, reader: storeWriter).load(into: bundles)
    try DefinitionSetup.keep(deployment, in: storeWriter)
    for warning in deployment.warnings { eventStream.remark(warning.description) }

    let capabilityKey = try CapabilityKey(prepared.credentials, storeWriter, path: settings.store.path)
    let pages = PageLinks(
      publicURL: settings.ingress.publicURL?.description, siteURL: Self.siteURL(settings), key: capabilityKey)
    if let maker = pages.maker { prepared.links.fill(maker) }
    let engine = try Engine(
      store: storeWriter,
      bundles: BundleTable(deployed: bundles.deployed, pinned: bundles.pinned),
      executors: executors.map { ExecutorProfile(name: $0.name, steps: $0.steps, concurrency: $0.concurrency) },
      options: EngineOptions(
        digest: Deployment.digest, capability: { capabilityKey.capability($0, $1) },
        stepsPerTurn: settings.limits.turnInputs, cacheBytes: settings.limits.familyCacheMiB << 20,
        fanOutSlice: settings.limits.fanOutSlice, queuedPerFamily: Int64(settings.limits.queued),
        eventsPerRole: Int64(settings.ingress.quota.eventsInALife), settlementBudget: settings.limits.settlementBudget,
        isReference: { $0.hasPrefix("\(Self.referencePrefix)-") },
        unmatchedLifetime: settings.limits.unmatchedTTL,
        unmatchedLimit: settings.limits.inboxUnmatchedMax, dedupHorizon: settings.limits.dedupHorizon,
        params: DefinitionSetup(settings: settings).params()),
      now: clock.now)
    let writer = WriterThread(
      engine: engine, store: storeWriter, clock: clock, watch: watch, dispatcher: Dispatcher(executors),
      eventStream: eventStream, batch: settings.limits.turnInputs)
    self.writer = writer
    if let opened = try continuity.begin(in: storeWriter, now: clock.now) {
      writer.push(
        .report(
          code: StoreContinuity.code, title: StoreContinuity.title(openedAt: opened),
          detail: ["opened": .timestamp(opened)]))
    }

    expiries = ExpiryWatch(expiries: executors.flatMap(\.expiries), now: { clock.now }) { [writer] code, title in
      writer.push(.report(code: code, title: title, detail: .map(ValueMap())))
    }
    let port = Mutex("")
    let tally = WebhookTally()
    let deployer = Deployer(
      folder: settings.workflows.path, loader: prepared.loader, names: prepared.names, bundles: bundles,
      readers: readers,
      writer: writer)
    self.deployer = deployer
    let shelf = CatalogueShelf(zones: prepared.zones)
    follower = ConsultantFollower(writer: writer, readers: readers, shelf: shelf, bundles: bundles)
    zones = ZoneFollower(
      writer: writer, readers: readers, bundles: bundles, zones: prepared.zones, edition: prepared.zones.version)
    busy = BusyFollower(writer: writer, readers: readers, shelf: shelf, executors: executors)
    quotes = QuoteRetention(writer: writer, readers: readers, keep: settings.market.keepQuotes)
    let suppressions = SuppressionRecords(secret: capabilityKey.bytes, readers: readers, writer: writer)
    prepared.suppressions.fill { await suppressions.answer(for: $0) }
    let leads = LeadRecords(
      secret: capabilityKey.bytes, rules: prepared.leadRules, taxonomy: prepared.matching?.taxonomy)
    let matches = prepared.matching.map { MatchShelf(files: $0, catalogue: shelf) }
    retention = RecordRetention(
      writer: writer, readers: readers, leadsFor: settings.leads.keepFor,
      searchesFor: settings.matching.keepSearchesFor, mostSearches: settings.matching.mostSearches)
    if let terms = prepared.invoices {
      invoices = InvoiceFollower(writer: writer, readers: readers, eventStream: eventStream, terms: terms)
    } else {
      invoices = nil
    }
    let backend = OperatorBackend(
      writer: writer, readers: readers,
      inspection: StoreInspection(
        store: store, reads: LongReads(), bundles: bundles, archive: archive,
        capability: { capabilityKey.capability($0, $1) }),
      eventStream: eventStream,
      clock: ClockDriver(
        writer: writer, eventStream: eventStream, http: http, followers: settings.clock.followers.map(\.description)),
      bundles: bundles, executors: executors, mailboxes: prepared.mailboxes.check, templates: prepared.templates,
      zones: prepared.zones,
      facts: DaemonFacts(
        version: DaemonProcess.version, pid: getpid(), publicAddress: { port.withLock { $0 } },
        webhooks: tally),
      shelf: shelf, suppressions: suppressions,
      matches: matches, leads: leads, leadsKeptFor: settings.leads.keepFor,
      follower: follower,
      reload: { () async throws(ControlFailure) in try await deployer.reload() })
    daemon = backend.daemon
    control = try await ControlServer(prepared.listening.control(), routes: backend.routes, logger: logger)
    let receiver = EngineEventReceiver(
      writer: writer, readers: readers, audience: ViewAudience(bundles: bundles, archive: archive), bundles: bundles,
      eventStream: eventStream,
      referencePrefix: Self.referencePrefix, shelf: shelf, suppressions: suppressions,
      quotes: QuoteDesk(
        writer: writer, readers: readers, shelf: shelf, terms: Self.terms(settings, deployment),
        identity: { capabilityKey.capability($0, "quote") }),
      searches: MatchDesk(
        writer: writer, readers: readers, shelf: matches, identity: { capabilityKey.capability($0, "search") }),
      leads: LeadDesk(writer: writer, readers: readers, records: leads))
    mailboxes = prepared.mailboxes.followers(
      settings: settings, receiver: receiver, tally: tally, writer: writer, readers: readers, eventStream: eventStream)
    ingress = try await IngressServer(
      prepared.ingress.settings(at: prepared.listening.publicAddress(), unsubscribeToken: pages.unsubscribeToken),
      receiver: receiver,
      signatureTimes: { clock.signatureTimes }, tally: tally, logger: logger)
    if let pages = prepared.site {
      let services = SiteCatalogue(
        receiver: receiver, writer: writer, readers: readers,
        shelf: SiteShelf(catalogue: shelf, files: prepared.matching),
        matches: prepared.matching.map { MatchShelf(files: $0, catalogue: shelf) }, zones: prepared.zones,
        eventStream: eventStream)
      site = try await SiteServer(
        pages.settings(key: capabilityKey.bytes, listen: prepared.ingress.listen), services: services, logger: logger)
    } else {
      site = nil
    }
    let address = address
    port.withLock { $0 = address }
  }

  /// The address of the public API, for people.
  var address: String { ingress.port.map { "127.0.0.1:\($0)" } ?? "a Unix socket" }

  /// The address of the pages, for people; nil without any.
  var siteAddress: String? { site?.port.map { "127.0.0.1:\($0)" } }

  /// Called after the services have ended. Attempts without an outcome are settled at the next start, and the journal
  /// is closed last.
  func end() {
    http.stop()
    eventStream.remark("magnetiqd has stopped", messageID: .stopped)
    _ = journal.close()
  }

  /// The share is the one that bookings pay out by.
  private static func terms(_ settings: Settings, _ deployment: Deployment) -> QuoteDesk.Terms {
    let share = deployment.bundles.flatMap(\.params).first { $0.name == "payout_share" }?.value
    let given = DefinitionSetup(settings: settings).params()["payout_share"]
    var terms = QuoteDesk.Terms(validity: settings.market.quoteFor, areRequired: settings.market.quotes == .required)
    if let points = (given ?? share)?.intValue { terms.payoutShare = points }
    return terms
  }

  /// Mails give addresses by https only.
  private static func siteURL(_ settings: Settings) -> String? {
    settings.site?.publicURL.flatMap { $0.isPlaintext ? nil : $0.description }
  }

  private static func destination(_ log: LogSection) -> JournalDestination {
    switch log.format {
    case .auto: .auto
    case .journal: .journal
    case .text: .text
    case .json: .json
    }
  }
}
