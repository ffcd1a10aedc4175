import CEL
import CivilTime
import Control
import Executors
import MemoryStorage
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// Lists, histories and reports of bookings, from rows alone.
@Suite struct FamilyReadTests {
  private let store = MemoryStore()
  private static let workflow = """
    workflow: small
    collection: smalls
    family: []
    key: "${input.reference}"
    input: {reference: string}
    view: {stage: {type: string, index: true}, mood: {type: string}}
    events:
      go: {by: [operator, client], otherwise: reject}
      stop: {by: [client], otherwise: reject}
      halt: {by: [client], otherwise: reject}
    initial: a
    states:
      a:
        rest: true
        on: {go: b, halt: {reject: too_early}}
      b: {rest: true, on: {stop: a}}

    """

  private func reads() throws -> FamilyReads {
    let deployment = try Definitions.deployment(Definitions.folder(Self.workflow))
    return FamilyReads(
      store: StoreReads(readers: ReaderPool(store)),
      bundles: DeployedBundles(deployment, library: MailTemplateLibrary()))
  }

  /// A booking of the small workflow in its state `a`, with a history of so many rows, a second apart.
  private func book(
    _ reference: String, view: String = "{}", rows: Int64 = 0, workflow: String = "small", bundle: String = "bundle"
  ) throws {
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(Sample.bundle(bundle))
    var family = Sample.family(reference)
    (family.workflow, family.bundle) = (workflow, bundle)
    let id = try writer.insertFamily(family)
    var instance = Sample.instance(id, workflow: workflow)
    instance.states = "a"
    instance.snapshot = Sample.json(
      #"{"states":["a"],"visits":{"a":["2029-01-01T00:00:00Z","2029-01-02T00:00:00Z",2]}}"#)
    instance.view = Sample.json(view)
    _ = try writer.insertInstance(instance)
    for entry in (try JSON.parse(view).mapValue?.entries ?? []) where entry.key == "stage" {
      try writer.setView(id, field: "stage", value: entry.value.stringValue)
    }
    for sequence in 1..<(rows + 1) {
      var row = Sample.history(id, sequence)
      row.at = sequence * 1_000_000
      try writer.appendHistory(row)
    }
    try writer.commit()
  }

  @Test func severalConditionsHoldTogether() async throws {
    try book("ONE", view: #"{"stage":"early","mood":"good"}"#)
    try book("TWO", view: #"{"stage":"early","mood":"bad"}"#)
    let reads = try reads()
    func references(_ view: ValueMap) async throws -> [String] {
      try await reads.list(ListFamilies(view: view)).items.map(\.reference)
    }
    #expect(try await references(["stage": "early"]) == ["ONE", "TWO"])
    #expect(try await references(["stage": "early", "mood": "bad"]) == ["TWO"])
    #expect(try await references(["mood": "good"]) == ["ONE"])
  }

  @Test func aFieldThatNoWorkflowShowsIsRefusedWithTheNearestOne() async throws {
    let reads = try reads()
    let failure = try await #require(throws: ControlFailure.self) {
      try await reads.list(ListFamilies(view: ["stgae": "early"]))
    }
    #expect(failure.status == 400)
    #expect(failure.hint == "did you mean 'stage'?")
  }

  @Test func aCollectionHasTheMembersOfItsOwnWorkflowsOnly() async throws {
    try book("ONE")
    try book("TWO", workflow: "other")
    let reads = try reads()
    func references(_ request: ListFamilies) async throws -> [String] {
      try await reads.list(request).items.map(\.reference)
    }
    #expect(try await references(ListFamilies()) == ["ONE", "TWO"])
    #expect(try await references(ListFamilies(collection: "smalls")) == ["ONE"])
    #expect(try await references(ListFamilies(workflow: "other", collection: "smalls")) == [])
    #expect(try await references(ListFamilies(workflow: "other")) == ["TWO"])
    let failure = try await #require(throws: ControlFailure.self) {
      try await reads.list(ListFamilies(collection: "smals"))
    }
    #expect(failure.code == "unknown_collection")
    #expect(failure.hint == "did you mean 'smalls'?")
  }

  @Test func aHistoryIsReadFromAnInstantOrFromItsEnd() async throws {
    try book("ONE", rows: 10)
    let reads = try reads()
    func sequences(_ request: ListHistory) async throws -> ([Int64], String?, Bool) {
      let page = try await reads.history(request)
      return (page.items.map(\.sequence), page.next, page.more)
    }
    let since = Instant(microseconds: 8_000_000)
    #expect(try await sequences(ListHistory(reference: "ONE", last: 3)) == ([8, 9, 10], nil, true))
    #expect(try await sequences(ListHistory(reference: "ONE", last: 100)) == (Array(1...10), nil, false))
    #expect(try await sequences(ListHistory(reference: "ONE", since: since)) == ([8, 9, 10], nil, false))
    #expect(try await sequences(ListHistory(reference: "ONE", since: since, limit: 2)) == ([8, 9], "9", true))
    #expect(try await sequences(ListHistory(reference: "ONE", after: "9", limit: 2)) == ([10], nil, false))
  }

  @Test func aBookingSaysWhichEventsItTakesNowAndSinceWhenItStands() async throws {
    let hash = try Definitions.deployment(Definitions.folder(Self.workflow)).hash
    try book("ONE", bundle: hash)
    let shown = try await reads().show(ShowFamily(reference: "ONE"))
    #expect(shown.accepts.map(\.name) == ["go"])
    #expect(shown.accepts.first?.by == ["operator", "client"])
    #expect(shown.accepts.first?.state == "a")
    #expect(shown.machines.first?.since == (try Instant.parse("2029-01-02T00:00:00Z")))
  }
}
