import CivilTime
import Control
import Executors
import SQLiteStorage
import Ingress
import Leads
import Testing
import Transport

@testable import Daemon

/// The daemon answers every verb of the control protocol.
@Suite struct OperatorRouteTests {
  @Test func everyVerbHasARoute() throws {
    let folder = try Definitions.folder()
    let bench = try WriterBench(failures: [:])
    let http = try CurlClient()
    defer { http.stop() }
    let bundles = DeployedBundles(try Definitions.deployment(folder), library: MailTemplateLibrary())
    let backend = OperatorBackend(
      writer: bench.writer, readers: ReaderPool(bench.store),
      inspection: StoreInspection(
        store: try SQLiteStore(path: "\(folder.path)/store.db"), reads: LongReads(), bundles: bundles,
        archive: BundleArchive(loader: Definitions.loader()), capability: { "\($0)/\($1)" }),
      eventStream: bench.eventStream,
      clock: ClockDriver(writer: bench.writer, eventStream: bench.eventStream, http: http, followers: []),
      bundles: bundles, executors: [], mailboxes: MailboxCheck(boxes: [], connect: { PlayedMailbox() }),
      templates: MailTemplateLibrary(), zones: SystemZones(),
      facts: DaemonFacts(version: "0", pid: 1, publicAddress: { "" }, webhooks: WebhookTally()),
      shelf: CatalogueShelf(zones: ZoneTable()),
      suppressions: SuppressionRecords(secret: [1], readers: ReaderPool(bench.store), writer: bench.writer),
      matches: nil, leads: LeadRecords(secret: [1], rules: .standard, taxonomy: nil), leadsKeptFor: .seconds(86_400),
      follower: ConsultantFollower(
        writer: bench.writer, readers: ReaderPool(bench.store), shelf: CatalogueShelf(zones: ZoneTable()),
        bundles: bundles),
      reload: { "" })
    #expect(backend.routes.verbs == VerbTable.all.map { $0.verb.name }.sorted())
  }
}
