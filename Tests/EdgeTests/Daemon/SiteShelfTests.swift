import CEL
import CivilTime
import Control
import EngineMessages
import Executors
import FoundationEssentials
import Matching
import MatchingFiles
import Pages
import Storage
import Testing
import WorkflowEngine

@testable import ControlCommands
@testable import Daemon

/// The consultants of the catalogue as the site shows them.
@Suite struct SiteShelfTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private let bench: WriterBench
  private let readers: ReaderPool
  private let shelf: SiteShelf
  private let acts: CatalogueActs

  init() throws {
    let bench = try WriterBench(failures: [:])
    let bundles = DeployedBundles(
      try Definitions.deployment(try Definitions.folder()), library: MailTemplateLibrary())
    let (writer, catalogue) = (bench.writer, CatalogueShelf(zones: SystemZones()))
    readers = ReaderPool(bench.store)
    let skills = try Data(contentsOf: Self.root.appendingPathComponent("config/skills.yaml"))
    let files = MatchingFiles(
      taxonomy: try TaxonomyFile.read(Array(skills), file: "skills.yaml"), weights: .standard, vectors: nil,
      newcomerPlace: 4)
    self.bench = bench
    acts = CatalogueActs(
      acts: OperatorActs(writer: writer, bundles: bundles),
      reads: CatalogueReads(store: StoreReads(readers: readers), shelf: catalogue) { writer.clock.now })
    shelf = SiteShelf(catalogue: catalogue, files: files)
    bench.writer.start()
  }

  private func shown(in language: SiteLanguage) async throws -> [ConsultantView] {
    let (shelf, now) = (shelf, bench.writer.clock.now)
    return try await readers.query { reader throws(StoreError) in
      try shelf.consultants(reader, in: language, now: now)
    }
  }

  @Test func whoIsShownIsShownInTheWordsOfThePage() async throws {
    #expect(try await shown(in: .de).isEmpty)
    let document = try DocumentFile.read(Self.root.appendingPathComponent("config/catalogue.yaml").path)
    let caller = Caller(
      peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: "demo", reason: "demo", dryRun: false)
    _ = try await acts.run(ImportCatalogue(document: document.mapValue ?? ValueMap()), caller)
    let all = try await shown(in: .de)
    // Published and paused ones: neither drafts nor those in review.
    #expect(all.count == 22)
    let anna = try #require(all.first { $0.slug == "anna-meier" })
    #expect(anna.biography?.language == "de" && anna.offers[0].name.text == "30-für-30-Kurzberatung")
    #expect(anna.industries.map(\.label) == ["Öffentlicher Dienst", "Energie"])
    #expect(anna.offers.first { $0.service == "standard-consultation" }?.base == 22_500)
    #expect(all.first { $0.slug == "isla-thornton" }?.isAccepting == false)
    // A text that is missing in a language is shown in English, and its passage says so.
    #expect(all.first { $0.slug == "emil-sorensen" }?.biography?.language == "en")
    await bench.writer.stop()
  }
}
