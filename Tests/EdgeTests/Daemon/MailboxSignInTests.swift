import CEL
import CivilTime
import Control
import Execution
import Executors
import Secrets
import StorageTesting
import Synchronization
import Testing
import Transport

@testable import Daemon

/// Mailboxes that are signed in to with access tokens, and the question whether they let us in.
@Suite struct MailboxSignInTests {
  /// An address that gives tokens `t1`, `t2` …, each for an hour, until it refuses.
  private final class Desk: HTTPTransport {
    let asked = Mutex<[String]>([])
    let refusal = Mutex<String?>(nil)

    func send(
      _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
    ) async -> Result<HTTPResponse, TransportFailure> {
      let number = asked.withLock { asked in
        asked.append("\(request.url) \(String(decoding: request.body, as: UTF8.self))")
        return asked.count
      }
      if let refusal = refusal.withLock({ $0 }) {
        return .success(
          HTTPResponse(status: 400, headers: HTTPHeaders(), body: Array("{\"error\": \"\(refusal)\"}".utf8)))
      }
      let body = "{\"access_token\": \"t\(number)\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}"
      return .success(HTTPResponse(status: 200, headers: HTTPHeaders(), body: Array(body.utf8)))
    }
  }

  /// A mailbox that lets only the bearers of some tokens in.
  private final class GuardedMailbox: IMAPTransport {
    let good = Mutex<Set<String>>([])
    let shown = Mutex<[String]>([])

    func ask(_ request: IMAPRequest) async -> Result<[UInt8], TransportFailure> {
      guard case .token(let token) = request.folder.proof else {
        return .failure(PlayedMailbox.failure("login_denied"))
      }
      shown.withLock { $0.append(token.reveal()) }
      guard good.withLock({ $0.contains(token.reveal()) }) else {
        return .failure(PlayedMailbox.failure("login_denied"))
      }
      return .success(Array("* STATUS INBOX (UIDNEXT 1 UIDVALIDITY 7)\r\n".utf8))
    }

    func stop() {}
  }

  private let now = Instant(seconds: 1_893_456_000)!

  private func account(_ desk: Desk) -> MailboxAccount {
    let app = MicrosoftAccount(
      baseURL: "https://outlook.office365.com", tenant: "t.example", client: "c", secret: "s")
    return MailboxAccount(
      host: "outlook.office365.com", port: 993, security: .tls, user: "bookings@t.example", folder: "INBOX",
      signIn: .tokens(AccessTokens(app, section: "ingress.mailboxes[0]", transport: desk, allowPlaintext: false)))
  }

  private func check(_ account: MailboxAccount, _ box: any IMAPTransport) -> MailboxCheck {
    MailboxCheck(boxes: [.init(name: "mailbox:reports", account: account, timeout: .seconds(5))], connect: { box })
  }

  @Test func aTokenIsUsedUntilItsEndAndReplacedWhenItIsRefused() async throws {
    let (desk, box) = (Desk(), GuardedMailbox())
    let check = check(account(desk), box)
    box.good.withLock { $0 = ["t1"] }
    for _ in 0..<3 { #expect(await check.findings(now: now).map(\.result) == ["works"]) }
    #expect(desk.asked.withLock { $0.count } == 1)
    #expect(
      desk.asked.withLock { $0.first }
        == "https://login.microsoftonline.com/t.example/oauth2/v2.0/token grant_type=client_credentials&client_id=c&client_secret=s&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
    )
    // The server takes it no more, before its end.
    box.good.withLock { $0 = ["t2"] }
    #expect(await check.findings(now: now).map(\.result) == ["works"])
    // And an hour later it is over.
    box.good.withLock { $0 = ["t3"] }
    let later = try #require(now.adding(.seconds(3_600)))
    #expect(await check.findings(now: later).map(\.result) == ["works"])
    #expect(box.shown.withLock { $0 } == ["t1", "t1", "t1", "t1", "t2", "t3"])
  }

  @Test func aMailboxThatTakesNoTokenIsAskedTwiceAndTheFindingSaysWhatToChange() async {
    let (desk, box) = (Desk(), GuardedMailbox())
    let found = await check(account(desk), box).findings(now: now)
    #expect(found.map(\.code) == ["login_denied"])
    #expect(found.first?.message?.contains("check that 'username' is the mailbox's own address") == true)
    #expect(box.shown.withLock { $0 } == ["t1", "t2"])
  }

  @Test func aSecretThatHasRunOutIsAFaultOfOursAndTheMailboxIsNotAsked() async {
    let (desk, box) = (Desk(), GuardedMailbox())
    desk.refusal.withLock { $0 = "invalid_client" }
    let found = await check(account(desk), box).findings(now: now)
    #expect(found.map(\.code) == ["unauthorized"])
    #expect(
      found.first?.message
        == "no token was given, but 400 (invalid_client); renew the credentials of ingress.mailboxes[0]")
    #expect(box.shown.withLock { $0 }.isEmpty)
  }

  @Test func operatorsAskMailboxesAsTheyAskExecutors() async throws {
    let box = PlayedMailbox()
    let named = ["reports", "calls"].map { name in
      MailboxCheck.Box(
        name: "mailbox:\(name)",
        account: MailboxAccount(
          host: "mail.example.com", port: 993, security: .tls, user: "u", folder: "INBOX", signIn: .password("p")),
        timeout: .seconds(5))
    }
    let bench = try WriterBench()
    let reads = ExecutorReads(
      executors: [], mailboxes: MailboxCheck(boxes: named, connect: { box }),
      store: StoreReads(readers: ReaderPool(bench.store)), now: { now })
    let all = try await reads.check(CheckExecutors()).items
    #expect(all.map(\.name) == ["mailbox:reports", "mailbox:calls"] && all.map(\.result) == ["works", "works"])
    #expect(all.first?.message == "mail.example.com:993 lets us read 'INBOX'")
    #expect(box.questions == [.state, .state], "nothing is read")
    box.state.withLock { $0.outage = PlayedMailbox.failure("refused") }
    let one = try await reads.check(CheckExecutors(name: ShortText("mailbox:calls"))).items
    #expect(one.map(\.code) == ["refused"])
    #expect(one.first?.message == "mail.example.com:993 has no folder 'INBOX' that we may read; check 'folder'")
    await #expect(throws: ControlFailure.self) { try await reads.check(CheckExecutors(name: ShortText("mailbox:x"))) }
  }
}
