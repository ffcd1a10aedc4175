import CivilTime
import CEL
import Executors
import Ingress
import Leads
import MemoryStorage
import Statecharts
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// The view fields that each reader of the public API may see.
@Suite struct ViewAudienceTests {
  private static let workflow = """
    workflow: small
    family: []
    key: "${input.reference}"
    input: {reference: string}
    view:
      open: {value: "${input.reference}", audience: public}
      shared: {value: "${input.reference}", audience: party}
      payee: {value: "${input.reference}", audience: client}
      unlisted: {value: "${input.reference}"}
      ours: {value: "${input.reference}", audience: operator}
    initial: a
    states: {a: {rest: true}}

    """

  private let store = MemoryStore()
  private let deployment: Deployment

  init() throws {
    let folder = try ScratchFolder()
    try folder.write("small.yaml", Self.workflow)
    deployment = try Definitions.deployment(folder)
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(deployment.record)
    let id = try writer.insertFamily(Sample.family("VLT-1", workflow: "small", bundle: deployment.hash))
    var instance = Sample.instance(id)
    instance.view = Array(#"{"open":1,"shared":2,"payee":6,"unlisted":3,"ours":4,"stray":5}"#.utf8)
    _ = try writer.insertInstance(instance)
    try writer.setOrigin("api:website", of: id)
    try writer.commit()
  }

  private func audience(inMemory: Bool = true) throws -> ViewAudience {
    let other = try Definitions.deployment(Definitions.folder())
    let bundles = DeployedBundles(inMemory ? deployment : other, library: MailTemplateLibrary())
    return ViewAudience(
      bundles: bundles, archive: BundleArchive(loader: Definitions.loader(StandardExecutors.catalogue)))
  }

  private func fields(_ reader: ViewReader, inMemory: Bool = true) throws -> [String] {
    let reading = try store.makeReader()
    let family = try #require(try reading.family(key: "VLT-1"))
    let fields = try audience(inMemory: inMemory).fields(of: family, for: reader, reading)
    let view = try FamilyView.open(family, fields, reading)
    return (view["view"]?.mapValue?.entries ?? []).compactMap { $0.key.stringValue }.sorted()
  }

  @Test(arguments: [("client", ["open", "payee", "shared"]), ("consultant", ["open", "shared"])])
  func aPartySeesWhatIsForPartiesOrForItsRoleAndNoMore(role: String, seen: [String]) throws {
    #expect(try fields(.party(role: role)) == seen)
  }

  @Test func aSiteSeesAllButWhatIsForOperators() throws {
    #expect(try fields(.site(source: "api:website")) == ["open", "payee", "shared", "unlisted"])
  }

  @Test func definitionsThatLeftMemoryStillDecide() throws {
    #expect(try fields(.party(role: "client"), inMemory: false) == ["open", "payee", "shared"])
  }

  @Test func aSiteReadsItsOwnBookingsOnly() async throws {
    let bench = try WriterBench(failures: [:])
    let sink = EngineEventReceiver(
      writer: bench.writer, readers: ReaderPool(store), audience: try audience(),
      bundles: DeployedBundles(deployment, library: MailTemplateLibrary()), eventStream: bench.eventStream,
      referencePrefix: "VLT", shelf: CatalogueShelf(zones: ZoneTable()),
      suppressions: SuppressionRecords(secret: [1], readers: ReaderPool(store), writer: bench.writer),
      quotes: QuoteDesk(
        writer: bench.writer, readers: ReaderPool(store), shelf: CatalogueShelf(zones: ZoneTable()), terms: .init(),
        identity: { $0 }),
      searches: MatchDesk(writer: bench.writer, readers: ReaderPool(store), shelf: nil, identity: { $0 }),
      leads: LeadDesk(
        writer: bench.writer, readers: ReaderPool(store),
        records: LeadRecords(secret: [1], rules: .standard, taxonomy: nil)))
    #expect(try await sink.read(reference: "VLT-1", as: .site(source: "api:website")) != nil)
    #expect(try await sink.read(reference: "VLT-1", as: .site(source: "api:other")) == nil)
    #expect(try await sink.read(reference: "VLT-2", as: .site(source: "api:website")) == nil)
  }
}
