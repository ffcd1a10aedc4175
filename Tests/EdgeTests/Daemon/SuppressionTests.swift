import CEL
import CivilTime
import Control
import Executors
import Storage
import StorageTesting
import Testing

@testable import Daemon

/// The suppression list: found by the address, told to nobody, changed once by each event.
@Suite struct SuppressionTests {
  private static let bounce = Suppression(scope: .all, reason: "hard_bounce")
  private static let goodbye = Suppression(scope: .marketing, reason: "unsubscribed")

  private func anna(_ text: String = "anna@example.com") -> Contact {
    guard let contact = Contact(.mail, text) else { preconditionFailure("no address: \(text)") }
    return contact
  }

  private func with(
    failures: [Int: StoreError.Kind] = [:], _ body: (SuppressionRecords, WriterBench) async throws -> Void
  ) async throws {
    let bench = try WriterBench(failures: failures)
    let records = SuppressionRecords(
      secret: Array("key".utf8), readers: ReaderPool(bench.store), writer: bench.writer)
    bench.writer.start()
    let result: Result<Void, any Error>
    do { result = .success(try await body(records, bench)) } catch { result = .failure(error) }
    await bench.writer.stop()
    try result.get()
  }

  private func change(
    _ records: SuppressionRecords, _ to: Suppression?, _ cause: String, _ contact: Contact? = nil
  ) async -> SuppressionRecords.Change {
    await records.change(contact ?? anna(), to: to, cause: cause, actor: "mail", reason: "told")
  }

  @Test func anAddressIsFoundInEverySpellingAndKeptInNone() async throws {
    try await with { records, bench in
      #expect(await records.answer(for: anna()) == .free)
      #expect(await change(records, Self.bounce, "mail/1", anna("Anna@EXAMPLE.com")) == .changed)
      #expect(await records.answer(for: anna()) == .suppressed(Self.bounce))
      #expect(await records.answer(for: anna("bertha@example.com")) == .free)
      let kept = try bench.store.makeReader().recordLog(after: 0, limit: 10)
      let text = kept.map { "\($0.record.id) \(String(decoding: $0.record.body, as: UTF8.self))" }.joined()
      #expect(!text.lowercased().contains("anna") && !text.contains("example"))
      #expect(kept.map(\.actor) == ["mail"])
    }
  }

  @Test func aNumberIsNoMailAddressAndIsFoundWithAndWithoutBlanks() async throws {
    try await with { records, _ in
      let number = try #require(Contact(.sms, "+49 30 123-456"))
      #expect(await change(records, Self.bounce, "sms/1", number) == .changed)
      let plain = try #require(Contact(.sms, "+4930123456"))
      #expect(await records.answer(for: plain) == .suppressed(Self.bounce))
      #expect(Contact(.sms, "030 123456") == nil && Contact(.sms, "+0123456789") == nil)
      #expect(Contact(.mail, "+4930123456") == nil)
    }
  }

  @Test func aWeakerWordDoesNotLiftAStrongerOne() async throws {
    try await with { records, _ in
      #expect(await change(records, Self.goodbye, "mail/1") == .changed)
      #expect(await change(records, Self.bounce, "mail/2") == .changed)
      #expect(await change(records, Self.goodbye, "mail/3") == .kept)
      #expect(await records.answer(for: anna()) == .suppressed(Self.bounce))
    }
  }

  @Test func anEventThatIsSentAgainDoesNotUndoWhatAnOperatorDecided() async throws {
    try await with { records, _ in
      #expect(await change(records, Self.bounce, "mail/1") == .changed)
      #expect(await change(records, nil, "control/1") == .changed)
      #expect(await change(records, Self.bounce, "mail/1") == .kept)
      #expect(await records.answer(for: anna()) == .free)
      #expect(await change(records, Self.bounce, "mail/2") == .changed)
      #expect(await records.answer(for: anna()) == .suppressed(Self.bounce))
    }
  }

  @Test func manyEventsAboutOneAddressAtOnceAreOneEntry() async throws {
    try await with { records, _ in
      let contact = anna()
      await withTaskGroup(of: SuppressionRecords.Change.self) { group in
        for number in 0..<20 {
          group.addTask {
            await records.change(
              contact, to: Self.bounce, cause: "mail/\(number)", actor: "mail", reason: "hard_bounce")
          }
        }
        var changes: [SuppressionRecords.Change] = []
        for await change in group { changes.append(change) }
        #expect(changes.filter { $0 == .changed }.count == 1)
        #expect(!changes.contains(.notStored))
      }
    }
  }

  @Test func operatorsSeeDigestsAndChangeAddresses() async throws {
    try await with { records, bench in
      let desk = SuppressionDesk(records: records, store: StoreReads(readers: ReaderPool(bench.store)))
      func caller(_ key: String) -> Caller {
        Caller(peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: key, reason: "she asked for it", dryRun: false)
      }
      _ = try await desk.run(AddSuppression(address: "anna@example.com", marketing: true), caller("1"))
      _ = try await desk.run(AddSuppression(address: "+4930123456", channel: .sms), caller("2"))
      let first = try await desk.list(ListSuppressions(limit: 1))
      #expect(first.items.count == 1 && first.more)
      let all = try await desk.list(ListSuppressions()).items
      #expect(
        Set(all.map { "\($0.channel) \($0.scope) \($0.reason) \($0.by)" })
          == ["mail marketing operator uid 7", "sms all operator uid 7"])
      let removed = try await desk.run(RemoveSuppression(address: "ANNA@example.com"), caller("3"))
      #expect(removed.text == "the address is written to again")
      #expect(try await desk.list(ListSuppressions()).items.map(\.channel) == ["sms"])
      let nothing = try await desk.run(RemoveSuppression(address: "anna@example.com"), caller("4"))
      #expect(nothing.text?.hasPrefix("nothing has changed") == true)
      await #expect(throws: ControlFailure.self) {
        try await desk.run(AddSuppression(address: "anna"), caller("5"))
      }
    }
  }

  @Test func aStoreThatTakesNoWritesIsNotTakenForAChange() async throws {
    try await with(failures: Dictionary(uniqueKeysWithValues: (1...1_000).map { ($0, .full) })) { records, _ in
      #expect(await change(records, Self.bounce, "mail/1") == .notStored)
    }
  }
}
