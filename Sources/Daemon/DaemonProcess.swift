import CEL
import CivilTime
import Control
import Crypto
public import DaemonSettings
import Execution
import Executors
import Glibc
import Ingress
import Listening
import Logging
import SQLiteStorage
import Statecharts
import Storage
import Synchronization
import SystemdSupport
import WorkflowDefinitions
import WorkflowEngine

/// Why the daemon could not start. Each has a sentence for the journal; nothing was changed.
public struct StartError: Error, CustomStringConvertible {
  public let description: String
}

/// The one place that knows every concrete type: puts the parts together, runs until it is told to stop.
public struct DaemonProcess: Sendable {
  public static let version = "0.1.0"
  private let settings: Settings
  private let environment: ServiceEnvironment

  public init(_ settings: Settings) {
    self.settings = settings
    environment = .current()
  }

  /// Runs until SIGTERM or SIGINT. Throws if it cannot start.
  public func run() async throws {
    #if FAIL_POINTS
      FailPlan.install()
    #endif
    signal(SIGPIPE, SIG_IGN)
    let signals = SignalStream([SIGTERM, SIGINT])
    let journal = Journal(sink: destination.sink(environment: environment, identifier: "magnetiqd"))
    let level = Logger.Level(rawValue: settings.log.level.rawValue) ?? .info
    LoggingSystem.bootstrap { JournalLogHandler(label: $0, journal: journal, logLevel: level) }
    let logger = Logger(label: "magnetiqd")
    let timeline = Timeline(journal: journal)
    let notifier = Notifier(environment: environment)
    let sockets = try SocketActivation(environment: environment)
    let credentials = Credentials(environment: environment, fallback: settings.credentials.path)
    let zones = SystemZones()
    let http = try CurlClient()

    var options = SQLiteOptions()
    options.writerCacheKiB = Int64(settings.store.cacheMiB) * 1_024
    #if FAIL_POINTS
      if let pages = FailPlan.checkpointPages { options.checkpointPages = pages }
    #endif
    let store = try SQLiteStore(path: settings.store.path, options: options)
    let storeWriter = try store.makeWriter()
    let clock = try clock(of: storeWriter)
    let readers = ReaderPool(store)

    let templates = MailTemplateLibrary()
    let executors = try ExecutorSetup(settings: settings, credentials: credentials).make(
      http: http, templates: templates, zones: zones)
    let loader = loader(executors.flatMap(\.steps), zones)
    let deployment = try deployment(loader, clock.now)
    let bundles = DeployedBundles(deployment, library: templates)
    let archive = BundleArchive(loader: loader)
    try PinnedBundles(archive: archive, reader: storeWriter).load(into: bundles)
    try keep(deployment, in: storeWriter)
    for warning in deployment.warnings { timeline.remark(warning.description) }

    let capabilityKey = try CapabilityKeyFile(storePath: settings.store.path).key(credentials, storeWriter)
    let engine = try Engine(
      store: storeWriter,
      bundles: BundleTable(deployed: bundles.deployed, pinned: bundles.pinned),
      executors: executors.map { ExecutorProfile(name: $0.name, steps: $0.steps, concurrency: $0.concurrency) },
      options: EngineOptions(
        digest: Deployment.digest,
        capability: { reference, role in Self.capability(capabilityKey, reference, role) },
        stepsPerTurn: settings.limits.turnInputs, unmatchedLifetime: settings.limits.unmatchedTTL,
        unmatchedLimit: settings.limits.inboxUnmatchedMax, dedupHorizon: settings.limits.dedupHorizon, params: params()),
      now: clock.now)
    let writer = WriterThread(
      engine: engine, store: storeWriter, clock: clock, watch: try watch(of: storeWriter),
      dispatcher: Dispatcher(executors), timeline: timeline,
      batch: settings.limits.turnInputs)
    notifier.status("recovering")
    notifier.extendTimeout(microseconds: 60_000_000)
    writer.start()

    let port = Mutex("")
    let deployer = Deployer(
      folder: settings.workflows.path, loader: loader, bundles: bundles, readers: readers, writer: writer)
    let backend = OperatorBackend(
      writer: writer, readers: readers,
      inspection: StoreInspection(
        store: store, reads: LongReads(), bundles: bundles, archive: archive,
        capability: { reference, role in Self.capability(capabilityKey, reference, role) }),
      timeline: timeline,
      clock: ClockDriver(
        writer: writer, timeline: timeline, http: http, followers: settings.clock.followers.map(\.description)),
      bundles: bundles,
      facts: DaemonFacts(version: Self.version, pid: getpid(), publicAddress: { port.withLock { $0 } }),
      reload: { () async throws(ControlFailure) in try await deployer.reload() })
    let control = try await ControlServer(controlSettings(sockets), backend: backend, logger: logger)
    let sink = EngineSink(writer: writer, readers: readers, referencePrefix: "VLT")
    let ingress = try await IngressServer(
      IngressSetup(settings: settings, credentials: credentials).make(address: publicAddress(sockets)), sink: sink,
      now: { clock.unheld }, logger: logger)
    let address = ingress.port.map { "127.0.0.1:\($0)" } ?? "a Unix socket"
    port.withLock { $0 = address }

    _ = await writer.perform { _ in true }
    notifier.ready(status: "taking events on \(address)")
    timeline.remark(
      "magnetiqd \(Self.version) takes events on \(address), store \(settings.store.path)", messageID: .started)
    print("magnetiqd: ready public=\(address)")
    fflush(nil)

    await withDiscardingTaskGroup { group in
      group.addTask { await control.run() }
      group.addTask { await ingress.run() }
      group.addTask { await Self.watch(environment, notifier, writer) }
      group.addTask { await Self.tellStatus(notifier, writer, backend.lists) }
      group.addTask { await Self.tidy(deployer) }
      await signals.first()
      notifier.stopping(status: "letting the last turn end")
      ingress.drain()
      control.drain()
      group.cancelAll()
    }
    await writer.stop()
    http.stop()
    timeline.remark("magnetiqd has stopped", messageID: .stopped)
    _ = journal.close()
  }

  private var destination: JournalDestination {
    switch settings.log.format {
    case .auto: .auto
    case .journal: .journal
    case .text: .text
    case .json: .json
    }
  }

  // MARK: Clock

  /// The clock that the store was made with. A store with a test clock is refused by a live daemon, and the reverse.
  private func clock(of store: any StoreWriter) throws -> DaemonClock {
    let mode = settings.clock.mode.rawValue
    if let kept = try store.meta("clock-mode"), kept != mode {
      throw StartError(
        description:
          "clock-mode: the store was made with a \(kept) clock and clock.mode is \(mode); use another store or set clock.mode: \(kept)"
      )
    }
    try store.begin()
    try store.setMeta("clock-mode", mode)
    try store.commit()
    guard settings.clock.mode == .test else {
      return DaemonClock(test: nil, held: try ClockHold.kept(in: store)?.since)
    }
    if let last = try store.meta("now").flatMap({ Int64($0) }).flatMap({ Instant(microseconds: $0) }) {
      return DaemonClock(test: last)
    }
    let start = DaemonClock.wall.microsecondsRoundedUp
    try store.begin()
    try store.setMeta("now", String(start))
    try store.commit()
    return DaemonClock(test: Instant(microseconds: start) ?? DaemonClock.wall)
  }

  /// Watches a live clock; held at once if it was when the daemon ended.
  private func watch(of store: any StoreWriter) throws -> ClockGuard? {
    guard settings.clock.mode == .live else { return nil }
    guard let hold = try ClockHold.kept(in: store) else { return ClockGuard(trusted: DaemonClock.reading) }
    return ClockGuard(trusted: .init(wall: hold.since, boot: hold.boot), isHeld: true)
  }

  // MARK: Definitions

  /// One for the start, reloads and older bundles: a family is stepped and replayed within the same limits.
  private func loader(_ catalogue: [StepDeclaration], _ zones: SystemZones) -> BundleLoader {
    var limits = Bundle.Limits()
    limits.microsteps = settings.limits.microsteps
    limits.deferred = settings.limits.deferred
    limits.spawned = settings.limits.spawned
    return BundleLoader(catalogue: catalogue, zones: zones, limits: limits, digest: Deployment.digest)
  }

  private func deployment(_ loader: BundleLoader, _ now: Instant) throws -> Deployment {
    do {
      return try Deployment.read(settings.workflows.path, loader: loader, now: now)
    } catch let findings as Findings {
      throw StartError(description: "workflows in \(settings.workflows.path) are not deployed:\n\(findings)")
    }
  }

  private func keep(_ deployment: Deployment, in store: any StoreWriter) throws {
    guard try store.bundle(deployment.record.hash) == nil else { return }
    try store.begin()
    try store.putBundle(deployment.record)
    try store.commit()
  }

  /// Overrides of workflow parameters as JSON scalars.
  private func params() -> ValueMap {
    var map = ValueMap()
    for param in settings.params {
      if param.isQuoted {
        map[param.name] = .string(param.text)
      } else if let number = Int64(param.text) {
        map[param.name] = .int(number)
      } else if param.text == "true" || param.text == "false" {
        map[param.name] = .bool(param.text == "true")
      } else {
        map[param.name] = .string(param.text)
      }
    }
    return map
  }

  // MARK: Secrets

  /// HMAC-SHA256 over reference and role, 32 hex digits (128 bits) of it.
  private static func capability(_ key: [UInt8], _ reference: String, _ role: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(reference)/\(role)".utf8), using: SymmetricKey(data: key))
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: code.prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  // MARK: Sockets

  private func publicAddress(_ sockets: SocketActivation) throws -> ListenAddress {
    switch settings.ingress.listen {
    case .tcp(let host, let port): return .tcp(host: host, port: port)
    case .socketActivation:
      guard let descriptor = sockets.descriptors(named: SocketActivation.Name.publicHTTP).first else {
        throw StartError(
          description:
            "no-public-socket: ingress.listen is socket-activation and no socket was handed over; start magnetiqd.socket or set ingress.listen: 127.0.0.1:8080"
        )
      }
      return .descriptor(descriptor)
    }
  }

  private func controlSettings(_ sockets: SocketActivation) -> ControlSettings {
    func address(_ name: String, _ path: String) -> ListenAddress {
      sockets.descriptors(named: name).first.map { .descriptor($0) } ?? .unix(path: path, mode: 0o600)
    }
    // Under systemd the daemon has a user of its own, which may reload and no more.
    let isService = environment["INVOCATION_ID"] != nil && getuid() != 0
    return ControlSettings(
      reads: address(SocketActivation.Name.control, settings.control.path),
      acts: address(SocketActivation.Name.controlAdmin, settings.control.adminPath),
      restrictedUID: isService ? getuid() : nil)
  }

  // MARK: Signs of life

  /// The watchdog's ping leaves through the writer's queue: a stuck writer is a dead daemon.
  private static func watch(_ environment: ServiceEnvironment, _ notifier: Notifier, _ writer: WriterThread) async {
    guard let watchdog = Watchdog(environment: environment) else { return }
    while !Task.isCancelled {
      writer.queue.push(.token { notifier.watchdog() })
      do {
        try await Task.sleep(for: watchdog.interval)
      } catch {
        return
      }
    }
  }

  /// Once an hour, for bundles whose last family has ended meanwhile.
  private static func tidy(_ deployer: Deployer) async {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .seconds(3_600))
      } catch {
        return
      }
      await deployer.tidy()
    }
  }

  private static func tellStatus(_ notifier: Notifier, _ writer: WriterThread, _ lists: OperatorLists) async {
    guard notifier.socket != nil else { return }
    while !Task.isCancelled {
      let state = writer.snapshot
      let next = state.nextWake?.description ?? "nothing"
      var text = "\(state.steps) steps, \(state.outstanding) attempts out, next due \(next)"
      do {
        let counts = try await lists.counts()
        func count(_ name: String) -> Int64 { counts[name]?.intValue ?? 0 }
        text = "\(count("incidents_open")) incidents, \(count("tasks_open")) tasks; " + text
      } catch {
        text = "the store cannot be read; " + text
      }
      notifier.status(text)
      do {
        try await Task.sleep(for: .seconds(15))
      } catch {
        return
      }
    }
  }
}
