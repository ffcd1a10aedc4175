import CEL
import CivilTime
import Control
import Foundation
import Synchronization

/// The three programs in a folder of their own: the sandbox up all the time, the daemon on a store with a test clock.
final class Rig: Sendable {
  let folder: URL
  let sandbox: Program
  /// The ports of the sandbox and of the daemon's public API: the same after each restart, so that webhooks find it.
  let providerPort: Int
  let publicPort: Int
  private let running = Mutex<Program?>(nil)

  static let site = "site-sandbox"
  static let webhookSecret = "whsec_sandbox"
  static let calendarSecret = "calendar-sandbox"
  private static let secrets = [
    "stripe-key": "sk_test_sandbox", "stripe-webhook-secret": webhookSecret, "odoo-key": "odoo-sandbox",
    "linkedin-token": "linkedin-sandbox", "website-token": site,
    "calendar-webhook-secret": calendarSecret,
  ]

  /// The daemon is not started yet.
  /// - Parameters:
  ///   - consultants: whose accounts the payment provider knows.
  ///   - collections: those of the API beside `bookings`.
  ///   - more: further settings.
  init(
    consultants: [String], workflows: URL = Program.root.appendingPathComponent("workflows"),
    collections: String = "bookings: booking", more: String = ""
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("e2e-\(UUID().uuidString.prefix(8))")
    for name in ["run", "credentials"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    for (name, secret) in Self.secrets {
      let path = folder.appendingPathComponent("credentials/\(name)")
      try secret.write(to: path, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path.path)
    }
    sandbox = try Program("magnetiq-sandbox", ["--port", "0", "--smtp-port", "0", "--follow-clock"], into: folder)
    guard let line = sandbox.line(beginning: "sandbox: ") else { throw Trouble("no sandbox: \(sandbox.text.err)") }
    var ports: [String: Int] = [:]
    for part in line.split(separator: " ").dropFirst() {
      let pair = part.split(separator: "=")
      ports[String(pair[0])] = pair.last.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
    }
    guard let http = ports["http"], let smtp = ports["smtp"] else { throw Trouble("the sandbox said: \(line)") }
    providerPort = http
    publicPort = HTTP.freePort()
    try write(settings: "magnetiqd.yaml", smtp: smtp, workflows: workflows.path, collections, mode: "test", more)
    try write(settings: "live.yaml", smtp: smtp, workflows: workflows.path, collections, mode: "live", more)
    // Before there is a listener, whom news of an account would puzzle.
    for name in consultants { try provider("POST", "accounts", ["id": .string("acct_\(name)")]) }
    try provider("POST", "webhooks", ["url": .string("http://127.0.0.1:\(publicPort)/webhooks/stripe")])
  }

  deinit {
    stop()
    sandbox.end(SIGTERM)
    // The remains of a failed test are worth looking at.
    if ProcessInfo.processInfo.environment["KEEP"] == nil { try? FileManager.default.removeItem(at: folder) }
  }

  private func write(
    settings name: String, smtp: Int, workflows: String, _ collections: String, mode: String, _ more: String
  ) throws {
    let provider = "http://127.0.0.1:\(providerPort)"
    let followers = mode == "test" ? ", followers: [\"\(provider)/_sandbox\"]" : ""
    let text = """
      sandbox: true
      store: {path: \(store.path)}
      clock: {mode: \(mode)\(followers)}
      workflows: {path: \(workflows)}
      credentials: {path: \(folder.path)/credentials}
      control: {path: \(folder.path)/run/control, admin_path: \(socket)}
      log: {format: text}
      ingress:
        listen: 127.0.0.1:\(publicPort)
        rate: 1000000
        burst: 100000
        collections: {\(collections)}
        sites: [{name: website, token: website-token}]
        sources:
          - {name: stripe, scheme: stripe, secrets: [stripe-webhook-secret], livemode: false}
          - {name: calendar, scheme: hmac-sha256, secrets: [calendar-webhook-secret], header: X-Cal-Signature-256, encoding: hex, prefix: "sha256=", key: body.id, event: body.type, created_at: body.createdAt}
      executors:
        stripe: {url: "\(provider)", key: stripe-key, concurrency: 32}
        email: {url: "smtp://127.0.0.1:\(smtp)", from: bookings@magnetiq.example, domain: magnetiq.example, starttls: false, concurrency: 16}
        odoo: {url: "\(provider)", database: crm, key: odoo-key, concurrency: 8}
        linkedin: {url: "\(provider)", token: linkedin-token, version: "209912", author: "urn:li:organization:1"}
      \(more)

      """
    try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
  }

  var store: URL { folder.appendingPathComponent("magnetiq.db") }
  var socket: String { folder.appendingPathComponent("run/control-admin").path }

  // MARK: The daemon

  /// Starts a daemon without waiting for it.
  func launch(settings: String = "magnetiqd.yaml", environment: [String: String] = [:]) throws -> Program {
    try Program(
      "magnetiqd", ["--config", folder.appendingPathComponent(settings).path], environment: environment, into: folder)
  }

  /// Starts the daemon and waits until it takes events.
  func start(environment: [String: String] = [:]) throws {
    let daemon = try launch(environment: environment)
    running.withLock { $0 = daemon }
    guard daemon.line(beginning: "magnetiqd: ready") != nil else { throw Trouble("no daemon: \(daemon.text.err)") }
  }

  func stop() { running.withLock { $0.take() }?.end(SIGTERM) }

  /// Ends the daemon at once, as a power cut does.
  func kill() throws { running.withLock { $0.take() }?.end(SIGKILL) }

  var isUp: Bool { running.withLock { $0?.isRunning ?? false } }

  /// magnetiqctl, as an operator calls it.
  func ctl(_ arguments: String...) throws -> (code: Int32, out: String, err: String) { try ctl(arguments) }

  func ctl(_ arguments: [String]) throws -> (code: Int32, out: String, err: String) {
    let program = try Program("magnetiqctl", arguments, environment: ["MAGNETIQ_SOCKET": socket], into: folder)
    guard let code = program.wait(seconds: 60) else { throw Trouble("magnetiqctl \(arguments) does not end") }
    return (code, program.text.out, program.text.err)
  }

  var control: ControlClient { ControlClient(socketPath: socket) }

  func rows(_ sql: String) throws -> [[String?]] {
    try control.call(QueryStore(sql: Script(sql), limit: 10_000)).answer.rows
  }

  func number(_ sql: String) throws -> Int { try rows(sql).first?.first?.flatMap { Int($0) } ?? -1 }

  var now: Instant {
    get throws {
      guard let now = try control.call(ShowClock()).now else { throw Trouble("the daemon has no time") }
      return now
    }
  }

  /// Lets time pass while the daemon stays up.
  func advance(to instant: Instant) throws {
    var stopped: String?
    try control.stream(AdvanceClock(to: instant), key: UUID().uuidString, reason: "test") { entry in
      if entry.answer.text?.hasPrefix("the clock stopped") == true { stopped = entry.answer.text }
      return true
    }
    if let stopped { throw Trouble(stopped) }
  }

  /// Everything that is due now is done when this returns.
  func settle() throws { try advance(to: now) }

  // MARK: Counterparts

  /// The sandbox's control API.
  @discardableResult
  func provider(_ method: String, _ path: String, _ body: Value? = nil) throws -> Value {
    guard let answer = HTTP.json(providerPort, method, "/_sandbox/\(path)", body) else {
      throw Trouble("the sandbox is gone")
    }
    guard answer.status < 300 else { throw Trouble("\(method) \(path): \(answer.status) \(answer.text)") }
    return answer.json
  }

  func report(_ reference: String) throws -> Value { try provider("GET", "report?reference=\(reference)") }

  // MARK: Clients

  func post(_ path: String, _ body: Value, key: String, authorization: String) -> HTTPAnswer? {
    HTTP.json(
      publicPort, "POST", path, body, headers: ["Authorization": authorization, "Idempotency-Key": key])
  }

  /// A new booking, acknowledged.
  func book(_ order: Order) throws -> Booked {
    guard let answer = post("/v1/bookings", order.json, key: order.key, authorization: "Bearer \(Self.site)"),
      let booked = Booked(answer)
    else { throw Trouble("the booking \(order.key) was not taken") }
    return booked
  }
}
