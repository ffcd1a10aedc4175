import Control
public import DaemonSettings
import Glibc
import ServiceLifecycle
import SystemdSupport
import Transport
import UnixSignals
import WorkflowDefinitions

/// The reason why the daemon could not start, as a sentence for the journal. Nothing was changed.
public struct StartError: Error, CustomStringConvertible {
  /// The reason, in one sentence.
  public let description: String
}

/// The systems that would not carry out steps, as they were asked: a line for each.
public struct OnlineRefusal: Error, CustomStringConvertible {
  public let lines: [String]
  public var description: String { lines.joined(separator: "\n") }
}

/// The daemon from start to end: creates the parts and runs them as services until it is told to stop.
public struct DaemonProcess: Sendable {
  /// The version of this build.
  public static let version = BuildVersion.text
  private let document: SettingsDocument
  private let environment: ServiceEnvironment

  /// Creates a process with these settings; nothing is opened yet.
  public init(_ document: SettingsDocument) {
    self.document = document
    environment = .current()
  }

  /// Reads and checks everything that a start needs, up to opening the store and binding the sockets, and changes
  /// nothing.
  ///
  /// - Returns: remarks about things that only a start can show.
  /// - Throws: `StartRefusal` with everything that is wrong.
  /// - Parameter online: asks each configured system a harmless question as well.
  public func check(online: Bool = false) async throws -> [String] {
    let prepared = try Preparation(document, environment, isRehearsal: true, now: DaemonClock.wall)
    let asked = online ? await ExecutorReads.check(prepared.executors, now: DaemonClock.wall) : []
    let boxes = online ? await prepared.mailboxes.check.findings(now: DaemonClock.wall) : []
    prepared.http.stop()
    let findings = boxes + asked
    func lines(_ findings: [ExecutorFinding], _ place: (Int, ExecutorFinding) -> String) -> [String] {
      findings.enumerated().filter { $1.result == "broken" }.map { index, finding in
        "\(place(index, finding)): \(finding.code ?? ""): \(finding.message ?? "")"
      }
    }
    let broken =
      lines(boxes) { index, finding in
        "ingress.mailboxes[\(index)] (\(finding.name.dropFirst(MailboxCheck.prefix.count)))"
      }
      + lines(asked) { _, finding in "executors.\(finding.name)" }
    guard broken.isEmpty else { throw OnlineRefusal(lines: broken) }
    return prepared.deployment.warnings.map(\.description) + prepared.remarks
      + findings.map { "\($0.name): \($0.message ?? $0.result)" }
  }

  /// Runs until SIGTERM or SIGINT. Throws if the daemon cannot start, or if one of its parts ends unexpectedly.
  public func run() async throws {
    #if FAIL_POINTS
      FailPlan.install()
    #endif
    signal(SIGPIPE, SIG_IGN)
    let parts = try await DaemonParts(document, environment)
    let group = ServiceGroup(
      configuration: .init(
        services: services(parts), gracefulShutdownSignals: [.sigterm, .sigint], logger: parts.logger))
    var failure: (any Error)?
    do {
      try await group.run()
    } catch {
      failure = error
    }
    parts.end()
    if let failure { throw failure }
  }

  /// The services in the order of their start. They are shut down in reverse order, each after the next has ended. So
  /// systemd is notified first, then the listeners close, and the last turn has all their input before the writer ends.
  private func services(_ parts: DaemonParts) -> [ServiceGroupConfiguration.ServiceConfiguration] {
    var services: [any Service] = []
    if let watchdog = Watchdog(environment: environment) {
      services.append(WatchdogService(watchdog: watchdog, notifier: parts.notifier, writer: parts.writer))
    }
    services += [
      WriterService(writer: parts.writer),
      ReaderService(readers: parts.readers),
      ControlService(server: parts.control, eventStream: parts.eventStream),
      IngressService(server: parts.ingress),
    ]
    if let invoices = parts.invoices { services.append(InvoiceService(follower: invoices)) }
    if let site = parts.site { services.append(SiteService(server: site)) }
    services += [
      TidyService(deployer: parts.deployer),
      ExpiryService(watch: parts.expiries),
      FollowerService(follower: parts.follower),
      ZoneService(follower: parts.zones),
      QuoteService(retention: parts.quotes),
      BusyService(follower: parts.busy),
      MailboxService(followers: parts.mailboxes),
      RetentionService(retention: parts.retention),
      StatusService(
        notifier: parts.notifier, eventStream: parts.eventStream, writer: parts.writer, daemon: parts.daemon,
        address: parts.address, site: parts.siteAddress, store: document.settings?.store.path ?? ""),
    ]
    return services.map {
      .init(
        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
        failureTerminationBehavior: .gracefullyShutdownGroup)
    }
  }
}
