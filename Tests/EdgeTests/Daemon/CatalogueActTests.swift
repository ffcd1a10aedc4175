import CEL
import CivilTime
import Control
import EngineMessages
import Executors
import Storage
import Testing
import WorkflowEngine

@testable import Daemon

/// Operators change the catalogue through the engine's turns, and read it as it was committed.
@Suite struct CatalogueActTests {
  private let bench: WriterBench
  private let reads: CatalogueReads
  private let acts: CatalogueActs

  init() throws {
    let bench = try WriterBench(failures: [:])
    let bundles = DeployedBundles(
      try Definitions.deployment(try Definitions.folder()), library: MailTemplateLibrary())
    let writer = bench.writer
    let reads = CatalogueReads(
      store: StoreReads(readers: ReaderPool(bench.store)), shelf: CatalogueShelf(zones: ZoneTable())
    ) { writer.clock.now }
    (self.bench, self.reads) = (bench, reads)
    acts = CatalogueActs(acts: OperatorActs(writer: bench.writer, bundles: bundles), reads: reads)
    bench.writer.start()
  }

  private static func document(kyc: String = "verified") throws -> ImportCatalogue {
    let value = try JSON.parse(
      """
      {"services": [{"type": "30-for-30", "name": {"en": "30-for-30"}, "prices": {"EUR": 3000}, "lengths": [30]}],
       "consultants": [{"firstName": "Anna", "lastName": "Meier", "title": "Strategist", "email": "a@consultant.example",
         "biography": {"en": "Knows things."}, "languages": ["en"], "zone": "UTC", "currency": "EUR", "account": "acct_1",
         "expertise": [{"skill": "ai", "level": "expert"}], "kyc": "\(kyc)", "payoutEnabled": true,
         "hours": {"tuesday": {"slots": ["09:00-10:30"]}}, "offers": [{"service": "30-for-30"}]}]}
      """)
    return ImportCatalogue(document: value.mapValue ?? ValueMap())
  }

  private func caller(_ key: String, dryRun: Bool = false) -> Caller {
    Caller(
      peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: key, reason: "because \(key)",
      dryRun: dryRun)
  }

  @Test func aDryRunTellsAndDoesNothing() async throws {
    let result = try await acts.run(try Self.document(), caller("dry", dryRun: true))
    #expect(result.effects == ["service 30-for-30 is new", "consultant anna-meier is new"])
    #expect(try await reads.services().items.isEmpty)
    await bench.writer.stop()
  }

  @Test func anImportIsKeptAndItsLogSaysWhoAndWhy() async throws {
    _ = try await acts.run(try Self.document(), caller("one"))
    #expect(try await reads.consultants(ListConsultants()).items.map(\.slug) == ["anna-meier"])
    for (number, status) in [ConsultantStatus.inReview, .published].enumerated() {
      _ = try await acts.run(
        MoveConsultant(slug: "anna-meier", status: status), caller("move \(number)"))
    }
    let shown = try await reads.consultant("anna-meier")
    #expect(shown.version == 3)
    #expect(
      shown.log.map { "\($0.version) \($0.actor) \($0.reason)" } == [
        "1 uid 7 because one", "2 uid 7 because move 0", "3 uid 7 because move 1",
      ])
    let slots = try await reads.slots(
      FindSlots(slug: "anna-meier", service: "30-for-30", from: "2030-01-01", to: "2030-01-01"))
    #expect(
      slots.items.map { "\($0.start)" } == [
        "2030-01-01T09:00:00Z", "2030-01-01T09:30:00Z", "2030-01-01T10:00:00Z",
      ])
    _ = try await acts.run(MoveConsultant(slug: "anna-meier", status: .suspended), caller("away"))
    #expect(
      try await reads.slots(
        FindSlots(slug: "anna-meier", service: "30-for-30", from: "2030-01-01", to: "2030-01-01")
      ).items.isEmpty)
    await bench.writer.stop()
  }

  @Test func m01_publicationIsRefusedWithAllFindingsAndNothingChanges() async throws {
    _ = try await acts.run(try Self.document(kyc: "pending"), caller("one"))
    _ = try await acts.run(MoveConsultant(slug: "anna-meier", status: .inReview), caller("two"))
    do {
      _ = try await acts.run(
        MoveConsultant(slug: "anna-meier", status: .published), caller("three"))
      Issue.record("it was published")
    } catch {
      #expect(error.status == 422)
      #expect(error.findings?.listValue?.count == 1)
    }
    #expect(try await reads.consultants(ListConsultants()).items.map(\.status) == ["in_review"])
    await bench.writer.stop()
  }

  @Test func m02_theSecondOfTwoWritersIsRefusedAndNothingOfItIsKept() async throws {
    _ = try await acts.run(try Self.document(), caller("one"))
    let drafts = [
      RecordDraft(kind: "service", id: "new", version: 1, body: Array("{}".utf8)),
      RecordDraft(kind: "consultant", id: "anna-meier", version: 1, body: Array("{}".utf8)),
    ]
    do {
      _ = try await acts.acts.command(.putRecords(drafts), caller("late"))
      Issue.record("it was taken")
    } catch {
      #expect(error.code == "stale_version")
    }
    let store = StoreReads(readers: ReaderPool(bench.store))
    #expect(
      try await store.query { reader throws(StoreError) in
        try reader.record(kind: "service", id: "new")
      } == nil)
    await bench.writer.stop()
  }
}
