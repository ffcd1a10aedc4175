import CEL
import CivilTime
import EngineMessages
import Ingress
import Storage
import StorageTesting
import Synchronization
import Secrets
import Testing
import Transport

@testable import Daemon

/// A mailbox is read from where the last round ended: no mail is lost, and none is taken twice.
@Suite struct MailboxTests {
  private struct Rig {
    let bench: WriterBench
    let mailbox = PlayedMailbox()
    let sink = RecordingSink()
    let tally = WebhookTally()

    /// As after a start of the daemon: all that it knows stands in the store.
    func follower(
      bytes: Int = 64 << 10, eventsPerHour: Int = 1_000, signIn: MailboxAccount.SignIn = .password("p")
    ) -> MailboxFollower {
      MailboxFollower(
        MailIntake(
          name: "reports",
          refusals: RefusalRule(channel: .mail, address: .body(["email"]), all: ["hard_bounce"], marketing: []),
          eventsPerHour: eventsPerHour, receiver: sink, tally: tally, ticks: { .zero }),
        MailboxAccount(
          host: "mail.example.com", port: 993, security: .tls, user: "u", folder: "INBOX", signIn: signIn),
        every: .seconds(60), timeout: .seconds(5), bytes: bytes, horizon: .seconds(400 * 86_400), writer: bench.writer,
        readers: ReaderPool(bench.store), eventStream: bench.eventStream, connect: { mailbox })
    }

    private var position: MailboxPosition? {
      guard let reader = try? bench.store.makeReader() else { return nil }
      return (try? MailboxPosition.read("reports", reader)) ?? nil
    }
    var number: UInt32 { position?.number ?? 0 }
    var validity: UInt32 { position?.validity ?? 0 }
    var trail: Int? { try? bench.store.makeReader().recordLog(after: 0, limit: 10).count }
    /// A report is written in the turn that comes after what was performed before it.
    func incidents() async -> [String] {
      _ = await bench.writer.perform { _ in true }
      return await bench.writer.perform { writer in
        ((try? writer.store.incidents(status: .open, family: nil, limit: 10)) ?? []).map(\.code)
      }
    }
    var names: [String] { sink.events.map(\.name) }
    func remarks(_ start: String) -> [String] {
      bench.eventStream.flush()
      return bench.journal.messages.filter { $0.hasPrefix(start) }
    }
  }

  private func with(_ body: (Rig) async throws -> Void) async throws {
    let rig = Rig(bench: try WriterBench())
    rig.bench.writer.start()
    let result: Result<Void, any Error>
    do { result = .success(try await body(rig)) } catch { result = .failure(error) }
    await rig.bench.writer.stop()
    try result.get()
  }

  @Test func eachMailIsReadOnceAndTheNextStartGoesOnFromThere() async throws {
    try await with { rig in
      for mail in [PlayedMail.bounce(), PlayedMail.chat, PlayedMail.answer()] { rig.mailbox.add(mail) }
      await rig.follower().look()
      #expect(rig.names == ["hard_bounce", "reply.declined"], "what says nothing of ours leaves nothing")
      #expect(rig.sink.refusals.map(\.address) == ["anna@example.com"])
      #expect(rig.sink.events.last?.body["party"] == "client.email" && rig.sink.events.last?.source == "reports")
      #expect(rig.sink.events.last?.signedAt?.description == "2030-01-01T00:00:00Z")
      rig.mailbox.add(PlayedMail.answer("ACCEPTED"))
      let before = rig.mailbox.questions.count
      await rig.follower().look()
      #expect(rig.names == ["hard_bounce", "reply.declined", "reply.accepted"])
      #expect(rig.mailbox.questions.count == before + 3, "the state, one list, one mail")
      await rig.follower().look()
      #expect(rig.mailbox.questions.count == before + 4, "the state tells that nothing is new")
      #expect(rig.number == 4)
      #expect(rig.trail == 1, "positions leave no trail")
    }
  }

  @Test func aMailboxThatIsDownForAnHourLosesNothing() async throws {
    try await with { rig in
      let follower = rig.follower()
      rig.mailbox.add(PlayedMail.answer())
      rig.mailbox.state.withLock { $0.outage = PlayedMailbox.failure("connect_failed") }
      for minutes in [0, 5, 10, 14, 30, 60] {
        rig.bench.writer.clock.advance(to: Instant(seconds: 1_893_456_000 + Int64(minutes) * 60)!)
        await follower.look()
        #expect(await rig.incidents() == (minutes < 15 ? [] : ["mailbox-unread"]), "after \(minutes) minutes")
      }
      #expect(rig.names.isEmpty && rig.remarks("the mailbox 'reports' cannot be read").count == 1)
      rig.mailbox.add(PlayedMail.bounce())
      rig.mailbox.state.withLock { $0.outage = nil }
      await follower.look()
      #expect(rig.names == ["reply.declined", "hard_bounce"])
      #expect(rig.remarks("the mailbox 'reports' is read again").count == 1)
      #expect(await rig.incidents().isEmpty, "nobody has to close what works again")
    }
  }

  @Test func aLoginThatIsRefusedIsToldAtOnceWithWhatToChange() async throws {
    try await with { rig in
      rig.mailbox.state.withLock { $0.outage = PlayedMailbox.failure("login_denied") }
      for _ in 0..<3 { await rig.follower().look() }
      #expect(await rig.incidents() == ["mailbox-unread"])
      let titles = await rig.bench.writer.perform { writer in
        ((try? writer.store.incidents(status: .open, family: nil, limit: 10)) ?? []).map(\.title)
      }
      #expect(
        titles == [
          "the mailbox 'reports' of ingress.mailboxes cannot be read: mail.example.com:993 refuses the sign-in; check the credentials that 'username' and 'password' name"
        ])
      #expect(rig.remarks("the mailbox 'reports' of ingress.mailboxes cannot be read").count == 1)
      // The password was mended, and the daemon started anew.
      rig.mailbox.state.withLock { $0.outage = nil }
      await rig.follower().look()
      #expect(await rig.incidents().isEmpty)
    }
  }

  @Test func aMailThatCannotBeKeptIsReadAgainAndNoneIsPassedOver() async throws {
    try await with { rig in
      for number in 1...3 { rig.mailbox.add(PlayedMail.bounce(number)) }
      rig.sink.state.withLock { $0.reply = nil }
      await rig.follower().look()
      #expect(rig.names.count == 1 && rig.number == 0)
      rig.sink.state.withLock { $0.reply = .accepted(reference: "VLT-1", disposition: .handled) }
      rig.mailbox.state.withLock { $0.broken = [2: PlayedMailbox.failure("connection_lost")] }
      await rig.follower().look()
      #expect(rig.number == 1)
      rig.mailbox.state.withLock { $0.broken = [:] }
      await rig.follower().look()
      let keys = rig.sink.events.map(\.key)
      #expect(keys.count == 4 && Set(keys).count == 3 && keys[0] == keys[1], "the digest is the key")
      rig.sink.state.withLock { $0.isReadable = false }
      rig.mailbox.add(PlayedMail.answer())
      await rig.follower().look()
      #expect(rig.number == 3, "whose answer it is could not be found out")
    }
  }

  @Test func moreThanAnHoursShareWaits() async throws {
    try await with { rig in
      for number in 1...5 { rig.mailbox.add(PlayedMail.bounce(number)) }
      await rig.follower(eventsPerHour: 3).look()
      #expect(rig.names.count == 3 && rig.number == 3)
    }
  }

  @Test func aMailboxThatWasMadeAnewIsReadFromItsBeginning() async throws {
    try await with { rig in
      rig.mailbox.add(PlayedMail.bounce())
      await rig.follower().look()
      rig.mailbox.state.withLock { $0.validity = 8 }
      rig.mailbox.add(PlayedMail.answer())
      await rig.follower().look()
      #expect(rig.names == ["hard_bounce", "hard_bounce", "reply.declined"])
      #expect(rig.sink.events[0].key == rig.sink.events[1].key, "the engine knows it")
      #expect(rig.validity == 8 && rig.number == 2)
      #expect(rig.remarks("the mailbox 'reports' was made anew").count == 1)
    }
  }

  @Test func wideGapsAndLongListsAreBothRead() async throws {
    try await with { rig in
      for (index, number) in [1, 90_000, 4_294_967_290].enumerated() {
        rig.mailbox.add(PlayedMail.bounce(index), as: UInt32(number))
      }
      await rig.follower().look()
      #expect(rig.names.count == 3 && rig.mailbox.questions.count < 400, "\(rig.mailbox.questions.count)")
    }
    try await with { rig in
      for number in 1...120 { rig.mailbox.add(PlayedMail.bounce(number)) }
      rig.mailbox.state.withLock { $0.longest = 7 }
      await rig.follower().look()
      #expect(rig.names.count == 120 && Set(rig.sink.events.map(\.key)).count == 120)
    }
  }

  @Test func aMailThatNobodyCanReadIsPassedOverAndSaid() async throws {
    try await with { rig in
      for number in 1...4 { rig.mailbox.add(PlayedMail.bounce(number)) }
      rig.mailbox.state.withLock { state in
        state.broken = [1: PlayedMailbox.failure("unreadable_reply"), 2: PlayedMailbox.failure("response_too_large")]
        state.mails[3] = nil
      }
      await rig.follower().look()
      #expect(rig.names.count == 1 && rig.number == 4)
      #expect(rig.remarks("mail 1 of the mailbox").count == 1 && rig.remarks("mail 2 of the mailbox").count == 1)
    }
  }

  @Test func strangersAndOldMailsLeaveNothing() async throws {
    try await with { rig in
      rig.mailbox.add(PlayedMail.answer(by: "eve@example.com"))
      await rig.follower().look()
      #expect(rig.names.isEmpty && rig.tally.all.map(\.reason) == [.stranger])
      rig.mailbox.state.withLock { $0.arrived = " 1-Nov-2028 23:59:59 -0700" }
      rig.mailbox.add(PlayedMail.answer())
      await rig.follower().look()
      #expect(rig.names.isEmpty && rig.number == 2)
    }
  }

  @Test func aHugeOrNestedMailIsReadAsFarAsTheLimit() async throws {
    try await with { rig in
      let folded = "Subject: a\n" + String(repeating: " b\n", count: 80_000) + "\nhello\n"
      let nested = (0..<2_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
      for mail in [folded, nested, PlayedMail.answer() + String(repeating: "x", count: 1 << 20)] {
        rig.mailbox.add(mail)
      }
      await rig.follower(bytes: 256 << 10).look()
      #expect(rig.names == ["reply.declined"])
      #expect(rig.sink.events.first?.content.count == 256 << 10)
    }
  }

  @Test func timesOfAMailboxAreRead() {
    #expect(MailboxDate.instant("17-Jul-2026 02:44:25 -0700")?.description == "2026-07-17T09:44:25Z")
    #expect(MailboxDate.instant(" 1-Jan-2030 00:00:00 +0000")?.description == "2030-01-01T00:00:00Z")
    for text in ["", "x", "1-Jan-2030", "41-Jan-2030 00:00:00 +0000", "1-Jnr-2030 00:00:00 +0000"] {
      #expect(MailboxDate.instant(text) == nil, "\(text)")
    }
  }
}
