import CEL
import CivilTime
import Execution
import Foundation
import Secrets
import Testing

@testable import Executors
import Transport

/// The server that scripts/test-mail has started, as the environment tells.
enum MailServerLab {
  private static func said(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
  static let name = said("MAIL_SERVER")
  static let box = said("MAIL_SERVER_BOX") ?? ""
  static let log = said("MAIL_SERVER_LOG") ?? ""
}

/// Mail that is handed to a real server: Postfix or OpenSMTPD, as scripts/test-mail starts them. The server delivers into a
/// folder, and its log tells what it was asked.
@Suite(
  .serialized,
  .enabled(if: MailServerLab.name != nil, "scripts/test-mail runs these beside the servers that it starts"))
struct MailServerTests {
  /// Debian 12's OpenSMTPD cannot end a TLS handshake with Debian 12's OpenSSL ("EVP lib"), whoever asks: it is tried without.
  private static var speaksTLS: Bool { MailServerLab.name == "postfix" }
  private static let securities: [SMTPServer.Security] = speaksTLS ? SMTPServer.Security.allCases : [.none]
  private static let protected = securities.filter { $0 != .none }

  private static func server(_ security: SMTPServer.Security, port: Int? = nil, password: String? = "s3cret pass")
    -> SMTPServer
  {
    let standard =
      switch security {
      case .tls: 465
      case .starttls: 587
      case .none: 25
      }
    let isSigned = security != .none && password != nil
    // Postfix knows people by their realm as well.
    let user = MailServerLab.name == "postfix" ? "magnetiq@mail.test" : "magnetiq"
    return SMTPServer(
      host: "localhost", port: port ?? standard, security: security, user: isSigned ? user : nil,
      password: isSigned ? password.map { .init($0) } : nil)
  }

  private func carrier(_ server: SMTPServer, _ client: CurlClient) -> SMTPCarrier {
    let settings = EmailSettings(
      server: server, from: "bookings@magnetiq.example", fromName: "Magnetiq", domain: "magnetiq.example")
    return SMTPCarrier(settings: settings, server: server, transport: client)
  }

  private func letter(_ mark: String, to recipient: String = "ada@client.example") throws -> MailComposer.Letter {
    let long = String(
      repeating: "A long line of a hundred characters or so, with an umlaut: ä, and a dash – as people do. ", count: 3)
    let templates = try MailTemplates([
      MailTemplateFile(
        name: "t.en.mail", text: "subject: Grüße an Ada, \(mark)\n\n.begins with a dot\\\n..and two\n\n\(long)\n")
    ])
    let mail = try templates.render("t", language: "en", recipient: "Ada Ängström", data: [:], zones: ZoneTable())
    return try MailComposer.Letter(
      recipient: #require(EmailAddress(recipient)), name: "Ada Ängström", mail: mail, invitation: nil,
      key: "K/\(mark)/g1",
      messageID: "<K+\(mark)@magnetiq.example>", date: instant("2026-03-03T09:00:00Z"))
  }

  private func send(
    _ mark: String, by server: SMTPServer, to recipient: String = "ada@client.example", client: CurlClient? = nil
  ) async throws -> StepOutcome {
    let own = try client ?? CurlClient()
    defer { if client == nil { own.stop() } }
    return try await carrier(server, own).send(
      letter(mark, to: recipient), stepRequest("email.send", EmailExecutorTests.input(), key: "K/\(mark)/g1"),
      isCancelled: { false })
  }

  /// The mails with this Message-ID that lie in the box.
  private static func boxed(_ mark: String) throws -> [[UInt8]] {
    let new = "\(MailServerLab.box)/new"
    return try FileManager.default.contentsOfDirectory(atPath: new).compactMap { name in
      let bytes = try Array(Data(contentsOf: URL(filePath: "\(new)/\(name)")))
      return String(decoding: bytes, as: UTF8.self).contains("<K+\(mark)@magnetiq.example>") ? bytes : nil
    }
  }

  /// The mail with this Message-ID, once the server has delivered it.
  private func delivered(_ mark: String) async throws -> [UInt8] {
    try await FolderWatch.until("\(MailServerLab.box)/new") { try !Self.boxed(mark).isEmpty }
    let mails = try Self.boxed(mark)
    #expect(mails.count == 1, "\(mark) was delivered \(mails.count) times")
    return mails[0]
  }

  private static func logLines(_ word: String) throws -> Int {
    try String(contentsOfFile: MailServerLab.log, encoding: .utf8).split(separator: "\n").count { $0.contains(word) }
  }

  private func connections() throws -> Int {
    try Self.logLines(MailServerLab.name == "postfix" ? ": connect from" : " smtp connected ")
  }

  @Test(arguments: securities) func aMailArrivesAsItWasWritten(_ security: SMTPServer.Security)
    async throws
  {
    let mark = "arrives-\(security.rawValue)"
    #expect(try await send(mark, by: Self.server(security)).brief == "done")
    let written = try MailComposer(settings: carrier(Self.server(security), CurlClient()).settings).compose(
      letter(mark))
    let sent = String(decoding: written, as: UTF8.self).replacing("\r\n", with: "\n")
    let arrived = String(decoding: try await delivered(mark), as: UTF8.self).replacing("\r\n", with: "\n")
    // The server puts lines of its own above, and changes nothing below.
    #expect(arrived.hasSuffix(sent), "\(arrived)\n---\n\(sent)")
    #expect(arrived.contains("Received: from"))
  }

  @Test(arguments: protected)
  func aWrongPasswordIsAFaultOfOurs(_ security: SMTPServer.Security) async throws {
    let outcome = try await send("wrong-password", by: Self.server(security, password: "another"))
    #expect(outcome.brief == "retry:smtp_auth")
    #expect(outcome.isOurs)
  }

  /// The server asks for a sign-in that the settings do not give. Its refusal names the recipient, who has no part in it.
  @Test(arguments: protected)
  func aMissingSignInIsAFaultOfOurs(_ security: SMTPServer.Security) async throws {
    let outcome = try await send("no-sign-in", by: Self.server(security, password: nil))
    #expect(outcome.isOurs, "\(outcome)")
    guard case .retry = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func relayingThatIsDeniedIsAFaultOfOurs() async throws {
    let outcome = try await send("relay", by: Self.server(.none), to: "bob@elsewhere.example")
    if MailServerLab.name == "postfix" {
      #expect(outcome.brief == "retry:smtp_refused")
      #expect(outcome.isOurs)
    } else {
      // OpenSMTPD says 550 without a status: nothing tells it from a recipient that does not exist.
      #expect(outcome.brief == "failed:rejected")
    }
  }

  @Test func aPersonWhoDoesNotExistIsRefusedAndAGreylistedOneIsTriedAgain() async throws {
    #expect(
      try await send("gone", by: Self.server(Self.securities[0]), to: "gone@client.example").brief == "failed:rejected")
    #expect(
      try await send("later", by: Self.server(Self.securities[0]), to: "later@client.example").brief
        == "retry:smtp_later")
  }

  @Test func aCertificateThatNobodyTrustsIsAFaultOfOursAndNothingIsHandedIn() async throws {
    let outcome = try await send("untrusted", by: Self.server(.tls, port: 1465))
    #expect(outcome.brief == "retry:tls_failed")
    #expect(outcome.isOurs)
  }

  @Test func aServerThatOffersNoTLSIsGivenNoPassword() async throws {
    // Port 25 of Postfix offers STARTTLS; that of OpenSMTPD, which has no key there, does not.
    guard MailServerLab.name == "opensmtpd" else { return }
    let outcome = try await send("plain", by: Self.server(.starttls, port: 25))
    #expect(outcome.brief == "retry:tls_failed")
    #expect(outcome.isOurs)
  }

  @Test func manyMailsTakeOneConnection() async throws {
    let client = try CurlClient()
    defer { client.stop() }
    let before = try connections()
    for number in 0..<20 {
      #expect(try await send("many-\(number)", by: Self.server(Self.securities[0]), client: client).brief == "done")
    }
    _ = try await delivered("many-19")
    #expect(try connections() - before == 1)
  }

  /// The server ends a connection on which nothing happens, sooner than RFC 5321 (4.5.3.2.7) asks of it. The next mail takes another
  /// connection, and each arrives once.
  @Test func aConnectionThatTheServerHasEndedIsReplaced() async throws {
    guard MailServerLab.name == "postfix" else { return }
    let client = try CurlClient()
    defer { client.stop() }
    let ended = try Self.logLines("timeout after")
    #expect(try await send("idle-1", by: Self.server(.tls), client: client).brief == "done")
    let folder = URL(filePath: MailServerLab.log).deletingLastPathComponent().path
    try await FolderWatch.until(folder) { try Self.logLines("timeout after") > ended }
    #expect(try await send("idle-2", by: Self.server(.tls), client: client).brief == "done")
    for mark in ["idle-1", "idle-2"] { _ = try await delivered(mark) }
  }

  /// Postfix announces PIPELINING: a mail takes two round trips, one for the envelope and one for the message. OpenSMTPD does not, and
  /// each command waits for the reply to the one before.
  @Test func aMailTakesAsFewRoundTripsAsTheServerAllows() async throws {
    let relay = try CountingRelay(to: 25)
    let client = try CurlClient()
    defer {
      client.stop()
      relay.stop()
    }
    let each = MailServerLab.name == "postfix" ? 2 : 4
    for number in 0..<10 {
      let mark = "trips-\(number)"
      #expect(try await send(mark, by: Self.server(.none, port: relay.port), client: client).brief == "done")
      #expect(relay.roundTrips == 1 + each * (number + 1), "EHLO, and \(each) for each mail")
    }
    print("\(MailServerLab.name ?? ""): \(each) round trips a mail")
    for number in 0..<10 { _ = try await delivered("trips-\(number)") }
  }

  @Test func theCheckOfTheExecutorSignsInAndHandsInNothing() async throws {
    let client = try CurlClient()
    defer { client.stop() }
    let works = await carrier(Self.server(Self.securities[0]), client).check(now: instant("2026-03-03T09:00:00Z"))
    guard case .works = works else {
      Issue.record("\(works)")
      return
    }
    guard Self.speaksTLS else { return }
    let broken = await carrier(Self.server(.starttls, password: "another"), client).check(
      now: instant("2026-03-03T09:00:00Z"))
    guard case .broken(let error) = broken else {
      Issue.record("\(broken)")
      return
    }
    #expect(error.isOurs)
  }
}
