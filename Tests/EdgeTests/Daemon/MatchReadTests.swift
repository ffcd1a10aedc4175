import CEL
import CivilTime
import Control
import DaemonSettings
import EngineMessages
import Executors
import FoundationEssentials
import Matching
import MatchingFiles
import Storage
import Testing
import WorkflowEngine

@testable import ControlCommands
@testable import Daemon

/// Consultants are found in the catalogue as it was committed, and each place is explained.
@Suite struct MatchReadTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private let bench: WriterBench
  private let matches: MatchReads
  private let acts: CatalogueActs

  init() throws {
    let bench = try WriterBench(failures: [:])
    let bundles = DeployedBundles(
      try Definitions.deployment(try Definitions.folder()), library: MailTemplateLibrary())
    let (writer, zones) = (bench.writer, SystemZones())
    let shelf = CatalogueShelf(zones: zones)
    let store = StoreReads(readers: ReaderPool(bench.store))
    let reads = CatalogueReads(store: store, shelf: shelf) { writer.clock.now }
    let skills = try Data(contentsOf: Self.root.appendingPathComponent("config/skills.yaml"))
    let files = MatchingFiles(
      taxonomy: try TaxonomyFile.read(Array(skills), file: "skills.yaml"), weights: .standard, vectors: nil,
      newcomerPlace: 4)
    self.bench = bench
    acts = CatalogueActs(acts: OperatorActs(writer: writer, bundles: bundles), reads: reads)
    matches = MatchReads(store: store, shelf: MatchShelf(files: files, catalogue: shelf)) { writer.clock.now }
    bench.writer.start()
  }

  private func withDemoCatalogue(_ body: () async throws -> Void) async throws {
    let document = try DocumentFile.read(Self.root.appendingPathComponent("config/catalogue.yaml").path)
    let caller = Caller(
      peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: "demo", reason: "demo", dryRun: false)
    _ = try await acts.run(ImportCatalogue(document: document.mapValue ?? ValueMap()), caller)
    try await body()
    await bench.writer.stop()
  }

  @Test func wordsFindWhoKnowsTheSubjectAndTheReasonsSumToTheTotal() async throws {
    try await withDemoCatalogue {
      let found = try await matches.find(FindMatches(text: "We need help with data engineering"))
      #expect(found.skills == ["data-engineering"])
      #expect(found.results.count == 5)
      let first = try #require(found.results.first)
      let detail = try await matches.why(
        ExplainMatch(slug: ShortText(first.slug), text: "We need help with data engineering"))
      #expect(detail.overall == first.overall)
      #expect(detail.contributions.reduce(0) { $0 + $1.points } == detail.overall)
      #expect(detail.skills.first?.hasPrefix("data-engineering: data-engineering") == true)
    }
  }

  @Test func germanWordsFindTheSameSkill() async throws {
    try await withDemoCatalogue {
      let found = try await matches.find(FindMatches(text: "Wir brauchen Hilfe bei der Datentechnik"))
      #expect(!found.results.isEmpty)
    }
  }

  @Test func everyWrongCriterionIsToldAtOnce() async throws {
    let criteria = ValueMap([
      ("colour", "red"), ("requiredExpertise", ["no-such-skill"]), ("minimumRating", 4.55), ("style", "loud"),
      ("budget", ["max": -1, "currency": "EUR"]),
    ])
    let failure = await #expect(throws: ControlFailure.self) {
      try await matches.find(FindMatches(criteria: criteria))
    }
    #expect(failure?.status == 422)
    for name in ["colour", "requiredExpertise", "minimumRating", "style", "budget"] {
      #expect(failure?.message.contains("criteria.\(name): expected ") == true, "\(name)")
    }
    await bench.writer.stop()
  }

  @Test func wordsThatSayNothingAreRefused() async throws {
    for text: ShortText in ["!!!", "the and of"] {
      let failure = await #expect(throws: ControlFailure.self) { try await matches.find(FindMatches(text: text)) }
      #expect(failure?.code == "nothing_to_match")
    }
    await bench.writer.stop()
  }

  @Test func whoIsSuspendedIsNotFoundAnyMore() async throws {
    try await withDemoCatalogue {
      let search = FindMatches(text: "data engineering", limit: 50)
      let before = try await matches.find(search)
      let slug = try #require(before.results.first?.slug)
      let caller = Caller(
        peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: "away", reason: "away", dryRun: false)
      _ = try await acts.run(MoveConsultant(slug: ShortText(slug), status: .suspended), caller)
      let after = try await matches.find(search)
      #expect(after.totalFound == before.totalFound - 1)
      #expect(!after.results.map(\.slug).contains(slug))
    }
  }

  @Test func withoutAFileOfSkillsTheCureIsTold() async throws {
    let writer = bench.writer
    let none = MatchReads(store: StoreReads(readers: ReaderPool(bench.store)), shelf: nil) { writer.clock.now }
    let failure = await #expect(throws: ControlFailure.self) { try await none.find(FindMatches(text: "cloud")) }
    #expect(failure?.code == "not_configured")
    #expect(failure?.hint?.contains("matching.skills") == true)
    await bench.writer.stop()
  }
}
