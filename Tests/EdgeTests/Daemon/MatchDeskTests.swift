import CEL
import CivilTime
import Control
import EngineMessages
import Executors
import FoundationEssentials
import Ingress
import Matching
import MatchingFiles
import Storage
import StorageTesting
import Testing
import WorkflowEngine

@testable import ControlCommands
@testable import Daemon

/// Sites search, searches are kept, and weights are learned from what became of them.
@Suite struct MatchDeskTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private struct Parts {
    let bench: WriterBench
    let desk: MatchDesk
    let weights: WeightActs
    let admin = Caller(
      peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: "act-1", reason: "to see", dryRun: false)

    func find(_ body: Value, key: String? = nil) async throws -> Value {
      switch try await desk.find(body, key: key, by: "api:site") {
      case .found(let value), .made(let value, _, _): return value
      case .refused(let refusal): throw refusal
      case .notStored: throw ControlFailure(status: 503, code: "busy", message: "not stored")
      }
    }

    func searches() throws -> [StoredRecord] {
      try bench.store.makeReader().records(of: StoredSearch.kind, after: nil, limit: 1_000)
    }
  }

  private func with(_ body: (Parts) async throws -> Void) async throws {
    let bench = try WriterBench(failures: [:])
    let (writer, readers, zones) = (bench.writer, ReaderPool(bench.store), SystemZones())
    let bundles = DeployedBundles(
      try Definitions.deployment(try Definitions.folder()), library: MailTemplateLibrary())
    let catalogue = CatalogueShelf(zones: zones)
    let skills = try Data(contentsOf: Self.root.appendingPathComponent("config/skills.yaml"))
    let files = MatchingFiles(
      taxonomy: try TaxonomyFile.read(Array(skills), file: "skills.yaml"), weights: .standard, vectors: nil,
      newcomerPlace: 4)
    let shelf = MatchShelf(files: files, catalogue: catalogue)
    let (acts, store) = (OperatorActs(writer: writer, bundles: bundles), StoreReads(readers: readers))
    let parts = Parts(
      bench: bench, desk: MatchDesk(writer: writer, readers: readers, shelf: shelf, identity: { $0 }),
      weights: WeightActs(acts: acts, store: store, shelf: shelf, now: { writer.clock.now }))
    bench.writer.start()
    let result: Result<Void, any Error>
    do {
      let document = try DocumentFile.read(Self.root.appendingPathComponent("config/catalogue.yaml").path)
      let reads = CatalogueReads(store: store, shelf: catalogue) { writer.clock.now }
      _ = try await CatalogueActs(acts: acts, reads: reads).run(
        ImportCatalogue(document: document.mapValue ?? ValueMap()),
        Caller(peer: parts.admin.peer, key: "demo", reason: "demo", dryRun: false))
      result = .success(try await body(parts))
    } catch {
      result = .failure(error)
    }
    await bench.writer.stop()
    try result.get()
  }

  private static let words: Value = ["text": "Wir brauchen eine KI-Strategie für eine Bank, dringend, bis 5.000 €"]

  @Test func aSiteFindsConsultantsWithReasonsInTheLanguageOfTheRequest() async throws {
    try await with { parts in
      let answer = try await parts.find(Self.words)
      let results = answer["results"]?.listValue ?? []
      #expect(results.count == 5)
      #expect(answer["criteria"]?["requiredExpertise"]?.listValue?.contains("ai-strategy") == true)
      #expect(answer["criteria"]?["isUrgent"] == true)
      #expect(answer["criteria"]?["budget"]?["max"] == 500_000)
      #expect(results.first?["why"]?.stringValue?.contains("Punkten") == true)
      #expect(results.first?["scores"]?.mapValue?.count == 8)
      #expect(answer["ranking"]?.listValue?.count == 8)
      let english = try await parts.find(["text": Self.words["text"] ?? .null, "language": "en", "maxResults": 1])
      #expect(english["results"]?[0]?["why"]?.stringValue?.contains("of 100 points") == true)
    }
  }

  @Test func m72_theSameRequestHasTheSameAnswer() async throws {
    try await with { parts in
      let (first, second) = (try await parts.find(Self.words, key: "k"), try await parts.find(Self.words, key: "k"))
      #expect(JSON.encode(first) == JSON.encode(second))
      #expect(try parts.searches().count == 1)
    }
  }

  @Test func m75_wordsThatSayNothingAreRefusedAndNothingFails() async throws {
    try await with { parts in
      let letters = String(repeating: "a", count: 4_096)
      for text in ["", "🙂🙂", "!!!"] {
        let refusal = await #expect(throws: MarketRefusal.self) { try await parts.find(["text": .string(text)]) }
        #expect(refusal?.status == 422 && refusal?.code == "nothing_to_match", "\(text)")
      }
      let many = (0..<10_000).map { "word\($0)" }.joined(separator: " ")
      for text in ["'; DROP TABLE records; --", String(many.prefix(60_000))] {
        _ = try await parts.find(["text": .string(text)])
      }
      do { _ = try await parts.find(["text": .string(letters)]) } catch let refusal as MarketRefusal {
        #expect(refusal.code == "nothing_to_match")
      }
    }
  }

  @Test func m77_filtersThatLeaveNobodyNameTheOneToRelax() async throws {
    try await with { parts in
      let answer = try await parts.find([
        "text": "AI strategy", "criteria": ["minimumExperienceYears": 80],
      ])
      #expect(answer["results"] == [])
      #expect(answer["totalFound"] == 0)
      #expect(answer["relax"]?.stringValue?.hasPrefix("minimumExperienceYears (") == true)
    }
  }

  @Test func everythingWrongWithASearchIsToldAtOnce() async throws {
    try await with { parts in
      let refusal = await #expect(throws: MarketRefusal.self) {
        try await parts.find([
          "text": 3, "criteria": ["style": "loud"], "maxResults": 51, "exclude": "anna", "language": "fr", "x": 1,
        ])
      }
      #expect(
        Set(refusal?.faults.map(\.pointer) ?? []) == [
          "#/text", "#/criteria/style", "#/maxResults", "#/exclude", "#/language", "#/x",
        ])
    }
  }

  @Test func aKeptSearchHasNoWordsAndExplainsEachPlaceToThePoint() async throws {
    try await with { parts in
      let answer = try await parts.find(Self.words, key: "k")
      let id = answer["id"]?.stringValue ?? ""
      let first = answer["results"]?[0]
      let kept = String(decoding: try #require(try parts.searches().first).body, as: UTF8.self)
      #expect(!kept.contains("brauchen") && !kept.contains("dringend"))
      let why = try await parts.desk.why(id, first?["consultant"]?.stringValue ?? "")
      guard case .found(let value) = why else { return #expect(Bool(false), "\(why)") }
      let points = value["contributions"]?.listValue?.compactMap { $0["points"]?.intValue } ?? []
      #expect(points.count == 8)
      #expect(.int(points.reduce(0, +)) == first?["overall"])
      guard case .refused(let refusal) = try await parts.desk.why(id, "nobody") else { return #expect(Bool(false)) }
      #expect(refusal.status == 404)
    }
  }

  @Test func othersAreFoundInsteadOfWhoWasShown() async throws {
    try await with { parts in
      let slug = try await parts.find(Self.words)["results"]?[0]?["consultant"] ?? .null
      let others = try await parts.find(["text": Self.words["text"] ?? .null, "insteadOf": slug])
      let slugs = others["results"]?.listValue?.compactMap { $0["consultant"] } ?? []
      #expect(slugs.count == 5 && !slugs.contains(slug))
    }
  }

  @Test func anOutcomeOnlyGoesForward() async throws {
    try await with { parts in
      let answer = try await parts.find(Self.words, key: "k")
      let (id, slug) = (answer["id"]?.stringValue ?? "", answer["results"]?[1]?["consultant"] ?? .null)
      for outcome: Value in ["booked", "viewed", "booked"] {
        let told = try await parts.desk.note(["consultant": slug, "outcome": outcome], on: id, by: "api:site")
        #expect(told == .found(["kept": true]))
      }
      let status = try await parts.weights.status()
      #expect(status.searches == 1 && status.booked == 1)
      let wrong = try await parts.desk.note(
        ["consultant": "nobody", "outcome": "paid", "x": 1], on: id, by: "api:site")
      guard case .refused(let refusal) = wrong else { return #expect(Bool(false), "\(wrong)") }
      #expect(refusal.faults.map(\.pointer) == ["#/outcome", "#/x"])
    }
  }

  @Test func fewBookingsTeachNothingAndManyMoveTheWeightsThatTheNextSearchNames() async throws {
    try await with { parts in
      let early = await #expect(throws: ControlFailure.self) {
        try await parts.weights.train(TrainWeights(version: "learned-1"))
      }
      #expect(early?.code == "nothing_to_learn")
      await keepSearches(parts, 220)
      let trained = try await parts.weights.train(TrainWeights(version: "learned-1"))
      let sum = trained.weights.entries.reduce(0) { $0 + ($1.value.intValue ?? 0) }
      #expect(sum == 10_000)
      #expect(trained.weights["priceCompetitiveness"]?.intValue ?? 0 > 800)
      let report = try await parts.weights.evaluate()
      #expect(report.searches == 220 && report.trained >= report.present)
      let document = ValueMap([("version", "learned-1"), ("weights", .map(trained.weights))])
      let act = try await parts.weights.run(ActivateWeights(document: document), parts.admin)
      #expect(act.text?.contains("nDCG@5 on 220 searches") == true)
      #expect(try await parts.find(Self.words)["weights"] == "learned-1")
      var caller = parts.admin
      caller.key = "act-2"
      _ = try await parts.weights.run(RollBackWeights(), caller)
      #expect(try await parts.find(Self.words)["weights"] == "standard-1")
      #expect(try await parts.weights.status().log.count == 2)
    }
  }

  @Test func m78_wrongWeightsAreNotPutInForce() async throws {
    try await with { parts in
      var weights = WeightBook.value(.standard).mapValue ?? ValueMap()
      weights["priceCompetitiveness"] = 799
      let failure = await #expect(throws: ControlFailure.self) {
        try await parts.weights.run(
          ActivateWeights(document: ValueMap([("version", "x"), ("weights", .map(weights))])), parts.admin)
      }
      #expect(failure?.status == 422)
      #expect(failure?.message.contains("9999") == true)
    }
  }

  @Test func onlyTheNewestSearchesAreKept() async throws {
    try await with { parts in
      await keepSearches(parts, 30)
      await RecordRetention(
        writer: parts.bench.writer, readers: ReaderPool(parts.bench.store), leadsFor: .seconds(60),
        searchesFor: .seconds(1_000_000), mostSearches: 10
      ).look()
      let kept = try parts.searches().map(\.id)
      #expect(kept == (20..<30).map { "s\($0)" })
    }
  }

  /// Searches in which the cheaper of two was booked although the other one stood above.
  private func keepSearches(_ parts: Parts, _ count: Int) async {
    let now = parts.bench.writer.clock.now
    let (dear, cheap) = (
      DimensionScores([80, 50, 100, 88, 40, 50, 100, 90]), DimensionScores([75, 50, 100, 88, 90, 50, 100, 90])
    )
    let drafts = (0..<count).map { number in
      let search = StoredSearch(
        at: now.adding(.seconds(number - 1_000)) ?? now, weights: "standard-1", criteria: .map(ValueMap()),
        shown: [.init("dear", dear), .init("cheap", cheap, .booked)])
      return RecordDraft(kind: StoredSearch.kind, id: "s\(number)", version: 1, body: JSON.encode(search.record))
    }
    let reply = await parts.bench.writer.submit {
      .records(RecordChange(puts: drafts, actor: "test", reason: "searches"), $0)
    }
    #expect(reply == .carriedOut(reference: "", result: "kept"))
  }
}
