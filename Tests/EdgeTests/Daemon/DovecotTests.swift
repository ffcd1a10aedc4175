import CEL
import CivilTime
import Control
import Digests
import EngineMessages
import Executors
import Foundation
import Glibc
import Ingress
import Secrets
import Storage
import Synchronization
import Testing
import Transport

@testable import Daemon

/// The reading of mailboxes against a real IMAP server, Dovecot, where it is installed. Mails are put there by Python's
/// imaplib, a client that is not ours.
@Suite(.serialized, .enabled(if: Dovecot.isThere, "Dovecot is not installed, or we are not root"))
struct DovecotTests {
  @Test(.timeLimit(.minutes(2))) func mailsOfARealServerAreReadOnceThroughStopsAndStarts() async throws {
    let dovecot = try Dovecot()
    defer { dovecot.remove() }
    let bench = try WriterBench()
    bench.writer.start()
    let sink = RecordingSink()
    func follower() -> MailboxFollower {
      MailboxFollower(
        MailIntake(name: "reports", refusals: nil, eventsPerHour: 1_000, receiver: sink, tally: WebhookTally()),
        dovecot.account(), every: .seconds(60), timeout: .seconds(20), bytes: 64 << 10,
        horizon: .seconds(36_500 * 86_400), writer: bench.writer, readers: ReaderPool(bench.store),
        eventStream: bench.eventStream,
        connect: { () throws(TransportFailure) in try CurlClient(connectionsPerHost: 1) })
    }
    func names() -> [String] { sink.events.map(\.name) }
    await follower().look()
    #expect(names().isEmpty, "nobody listens yet")
    try await dovecot.start()
    try await dovecot.append([PlayedMail.bounce(), PlayedMail.chat, PlayedMail.answer()])
    await follower().look()
    #expect(names() == ["hard_bounce", "reply.declined"])
    await follower().look()
    #expect(names().count == 2)
    // A long mail is read as far as the limit, an empty one is nothing.
    try await dovecot.append([PlayedMail.answer("ACCEPTED") + String(repeating: "x\n", count: 200_000), "\n"])
    await follower().look()
    #expect(names().count == 3 && sink.events.last?.content.count == 64 << 10)
    await dovecot.stop()
    await follower().look()
    try await dovecot.start()
    try await dovecot.append((1...60).map { PlayedMail.bounce($0 + 10) })
    try await dovecot.run("m.store('6', '+FLAGS', '\\\\Deleted'); m.expunge()")
    await follower().look()
    #expect(names().count == 62, "the one that was taken away is not there")
    #expect(Set(sink.events.map(\.key)).count == 62)
    // An answer that a calendar library and a mail library have written.
    try await dovecot.run(Dovecot.answer)
    await follower().look()
    let counter = try #require(sink.events.last)
    #expect(counter.name == "reply.counter" && counter.body["party"] == "client.email")
    #expect(counter.body["start"] == "2026-03-10T09:00:00Z" && counter.body["sequence"] == 3)
    // The folder is made anew: all is read again under the same keys.
    try await dovecot.run("m.close(); m.create('Other'); m.rename('INBOX', 'Old'); m.select('INBOX')")
    try await dovecot.append([PlayedMail.bounce()])
    await follower().look()
    #expect(sink.events.last?.key == sink.events.first?.key)
    // A login that is refused, and a server without the encryption that is demanded.
    let accounts = [
      dovecot.account(.password("wrong")), dovecot.account(security: .starttls),
      dovecot.account(folder: "No such folder"),
      dovecot.account(),
    ]
    let check = MailboxCheck(
      boxes: accounts.map { .init(name: "mailbox:reports", account: $0, timeout: .seconds(20)) },
      connect: { () throws(TransportFailure) in try CurlClient(connectionsPerHost: 1) })
    let found = await check.findings(now: bench.writer.clock.now)
    #expect(found.map(\.code) == ["login_denied", "tls_failed", "refused", nil])
    #expect(found.map(\.result) == ["broken", "broken", "broken", "works"])
    await bench.writer.stop()
  }

  /// A token that has run out is refused by the server, and replaced by the next one that the address gives.
  @Test(.timeLimit(.minutes(1))) func aRealServerTakesATokenAndRefusesAnOldOne() async throws {
    let dovecot = try Dovecot()
    defer { dovecot.remove() }
    try await dovecot.start()
    let now = Int64(Date().timeIntervalSince1970)
    let desk = TokenDesk([Dovecot.token(ends: now - 60), Dovecot.token(ends: now + 600)])
    let account = GoogleAccount(client: "c", secret: "s", refreshToken: "r")
    let tokens = AccessTokens(account, section: "ingress.mailboxes[0]", transport: desk, allowPlaintext: false)
    let check = MailboxCheck(
      boxes: [.init(name: "mailbox:reports", account: dovecot.account(.tokens(tokens)), timeout: .seconds(20))],
      connect: { () throws(TransportFailure) in try CurlClient(connectionsPerHost: 1) })
    let at = try #require(Instant(seconds: now))
    for _ in 0..<2 {
      let found = await check.findings(now: at)
      #expect(found.map(\.result) == ["works"], "\(found)")
    }
    #expect(desk.asked == 2)
  }
}

/// Gives out these tokens in turn.
private final class TokenDesk: HTTPTransport {
  private let state: Mutex<(left: [String], asked: Int)>

  init(_ tokens: [String]) { state = Mutex((tokens, 0)) }

  var asked: Int { state.withLock { $0.asked } }

  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure> {
    let token = state.withLock { state in
      state.asked += 1
      return state.left.isEmpty ? "" : state.left.removeFirst()
    }
    let body = "{\"access_token\": \"\(token)\", \"expires_in\": 3600}"
    return .success(HTTPResponse(status: 200, headers: HTTPHeaders(), body: Array(body.utf8)))
  }
}

/// A server of its own in a folder of its own.
private final class Dovecot {
  private static let program = "/usr/sbin/dovecot"
  static var isThere: Bool {
    geteuid() == 0 && FileManager.default.isExecutableFile(atPath: program)
      && FileManager.default.isExecutableFile(atPath: python.path)
  }

  /// The interpreter with the packages of tests, which scripts/venv lays down.
  private static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/venv/bin/python")

  private let home: URL
  private let port: Int
  private var process: Process?
  private var exit: AsyncStream<Void>?

  init() throws {
    home = FileManager.default.temporaryDirectory.appendingPathComponent("dovecot-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(
      at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let mail = home.appendingPathComponent("mail")
    try FileManager.default.createDirectory(at: mail, withIntermediateDirectories: true)
    chmod(mail.path, 0o777)
    port = try Self.freePort()
    let settings = """
      base_dir = \(home.path)/run
      state_dir = \(home.path)/state
      log_path = /dev/stderr
      protocols = imap
      listen = 127.0.0.1
      ssl = no
      disable_plaintext_auth = no
      auth_mechanisms = plain xoauth2 oauthbearer
      first_valid_uid = 1
      mail_location = maildir:\(mail.path)/%u
      passdb {
        driver = oauth2
        mechanisms = xoauth2 oauthbearer
        args = \(home.path)/oauth2.conf.ext
      }
      passdb {
        driver = static
        args = password=secret
      }
      userdb {
        driver = static
        args = uid=mail gid=mail home=\(mail.path)/%u
      }
      service imap-login {
        chroot =
        inet_listener imap {
          port = \(port)
        }
        inet_listener imaps {
          port = 0
        }
      }
      service anvil {
        chroot =
      }

      """
    let keys = home.appendingPathComponent("keys/default/HS256")
    try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
    try Data(Self.key.utf8).base64EncodedString().write(
      to: keys.appendingPathComponent("default"), atomically: false, encoding: .utf8)
    let tokens = """
      introspection_mode = local
      local_validation_key_dict = fs:posix:prefix=\(home.path)/keys/
      username_attribute = sub

      """
    try tokens.write(to: home.appendingPathComponent("oauth2.conf.ext"), atomically: false, encoding: .utf8)
    try settings.write(to: home.appendingPathComponent("dovecot.conf"), atomically: false, encoding: .utf8)
  }

  func account(
    _ signIn: MailboxAccount.SignIn = .password("secret"), security: SMTPServer.Security = .none,
    folder: String = "INBOX"
  ) -> MailboxAccount {
    MailboxAccount(
      host: "127.0.0.1", port: port, security: security, user: "reports", folder: folder, signIn: signIn)
  }

  private static let key = "a key of the tests alone, long enough"

  /// A token of the mailbox's user (RFC 7519), which the server verifies by itself.
  static func token(ends: Int64) -> String {
    func part(_ bytes: some Sequence<UInt8>) -> String {
      Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
    let head = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".utf8)
    let signed = "\(head).\(part("{\"sub\":\"reports\",\"iat\":\(ends - 3_600),\"exp\":\(ends)}".utf8))"
    return "\(signed).\(part(HMACSHA256.code(for: Array(signed.utf8), key: Array(key.utf8))))"
  }

  /// A thread of the tests may block signals, which a server needs to notice its children: they are let through first.
  private static let unblocked =
    "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])"

  func start() async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c", Self.unblocked, Self.program, "-F", "-c", home.appendingPathComponent("dovecot.conf").path,
    ]
    process.standardOutput = FileHandle.nullDevice
    let log = Pipe()
    process.standardError = log
    let (said, saying) = AsyncStream<String>.makeStream()
    log.fileHandleForReading.readabilityHandler = { handle in
      let bytes = handle.availableData
      if bytes.isEmpty {
        handle.readabilityHandler = nil
        saying.finish()
      } else {
        saying.yield(String(decoding: bytes, as: UTF8.self))
      }
    }
    let (exit, ending) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in ending.finish() }
    try process.run()
    (self.process, self.exit) = (process, exit)
    // It says so once it listens.
    var heard = ""
    for await text in said {
      heard += text
      if heard.contains("starting up") { break }
    }
    guard heard.contains("starting up") else { throw Failure() }
  }

  /// Ends the server and waits for its end.
  func stop() async {
    guard let process, let exit else { return }
    kill(process.processIdentifier, SIGTERM)
    for await _ in exit {}
    self.process = nil
  }

  func remove() {
    if let process { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: home)
  }

  func append(_ mails: [String]) async throws {
    let list = mails.map { Data($0.replacingOccurrences(of: "\n", with: "\r\n").utf8).base64EncodedString() }
    try await run(
      "import base64\nfor t in sys.stdin.read().split(): m.append('INBOX', None, None, base64.b64decode(t))",
      list.joined(separator: " "))
  }

  static let answer = """
    from datetime import datetime, timezone
    from email.message import EmailMessage
    from icalendar import Calendar, Event, vCalAddress
    c = Calendar(); c.add('prodid', '-//x//y//EN'); c.add('version', '2.0'); c.add('method', 'COUNTER')
    e = Event(); e.add('uid', 'VLT-20260303-AB12'); e.add('sequence', 3); e.add('dtstamp', datetime.now(timezone.utc))
    e.add('dtstart', datetime(2026, 3, 10, 9, tzinfo=timezone.utc)); e.add('summary', 'Besprechung, später ' * 9)
    a = vCalAddress('mailto:anna@example.com'); a.params['PARTSTAT'] = 'TENTATIVE'; a.params['CN'] = 'Weber: Anna'
    e.add('attendee', a); e.add('organizer', vCalAddress('mailto:carl@example.org')); c.add_component(e)
    t = EmailMessage(); t['From'] = 'Anna Müller <anna@example.com>'; t['To'] = 'bookings@example.org'
    t['Message-ID'] = '<c1@example.com>'; t['Subject'] = 'Neuer Vorschlag: Gespräch'; t.set_content('Geht es später?')
    t.add_alternative(c.to_ical().decode(), subtype='calendar', params={'method': 'COUNTER'})
    m.append('INBOX', None, None, t.as_bytes())
    """

  /// Runs Python statements with a client `m` that is signed in.
  func run(_ code: String, _ input: String = "") async throws {
    let text = """
      import imaplib, sys
      m = imaplib.IMAP4('127.0.0.1', \(port))
      m.login('reports', 'secret'); m.select('INBOX')
      \(code)
      m.logout()
      """
    let script = Process()
    script.executableURL = Self.python
    script.arguments = ["-c", text]
    let pipe = Pipe()
    script.standardInput = pipe
    let (exit, ending) = AsyncStream<Void>.makeStream()
    script.terminationHandler = { _ in ending.finish() }
    try script.run()
    pipe.fileHandleForWriting.write(Data(input.utf8))
    try pipe.fileHandleForWriting.close()
    for await _ in exit {}
    guard script.terminationStatus == 0 else { throw Failure() }
  }

  private struct Failure: Error {}

  private static func freePort() throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
        guard bind(listener, address, size) == 0, getsockname(listener, address, &size) == 0 else { return nil }
        return UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_port.bigEndian
      }
    }
    guard let port else { throw Failure() }
    return Int(port)
  }
}
