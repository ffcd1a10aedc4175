import Availability
import CEL
import CivilTime
import EngineMessages
import Marketplace
import Statecharts
import Storage
import WorkflowEngine

/// Tells the machine of each consultant which version of their record is in force. The record is written first; what was not
/// told because the daemon ended in between is told at the next start, and a version that is known changes nothing.
struct ConsultantFollower: Sendable {
  /// The workflow; without it nobody is told.
  private static let workflow = "consultant"
  private static let source = "catalogue"
  private static let most = 10_000

  let writer: WriterThread
  let readers: ReaderPool
  let shelf: CatalogueShelf
  let bundles: DeployedBundles

  /// A version that a machine has not heard of yet.
  private struct News: Sendable {
    let slug: String
    let isNew: Bool
    let version: Int64
    let data: Value
  }

  /// Tells the machines of some consultants, or of all.
  func follow(_ slugs: [String]? = nil) async {
    guard bundles.deployed.contains(where: { $0.root.name == Self.workflow }) else { return }
    let now = writer.clock.now
    let news = await readers.read { [shelf] reader throws(StoreError) -> [News] in
      let catalogue = try shelf.catalogue(reader)
      var found: [News] = []
      for slug in slugs ?? catalogue.consultants.keys.sorted() {
        guard let entry = catalogue.consultants[slug] else { continue }
        let known = try Self.known(slug, reader)
        if let known, known >= entry.version { continue }
        let data = try Self.data(slug, entry.consultant, version: entry.version, now: now, reader)
        found.append(News(slug: slug, isNew: known == nil, version: entry.version, data: data))
      }
      return found
    }
    for item in news ?? [] { await tell(item) }
  }

  private static func reference(_ slug: String) -> String { "consultant:\(slug)" }

  /// The version that a machine knows; nil if there is none yet.
  private static func known(_ slug: String, _ reader: any StoreReader) throws(StoreError) -> Int64? {
    guard let family = try reader.family(key: reference(slug)) else { return nil }
    let view = try reader.instances(of: family.id).last?.view ?? []
    return StoredJSON.value(view)["version"]?.intValue ?? 0
  }

  private static func data(
    _ slug: String, _ consultant: Consultant, version: Int64, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Value {
    let claims = try reader.claims(
      on: "consultant/\(slug)", from: now.microsecondsRoundedUp, to: .max, limit: Self.most)
    let certificates = consultant.certificates.compactMap { certificate -> Value? in
      // It counts to the end of its last day.
      guard let day = certificate.expires.flatMap({ try? LocalDate.parse($0) }), let zone = consultant.zone,
        let end = Days.window(day, day, zone)?.end, let expires = Instant(seconds: end)
      else { return nil }
      return .map(ValueMap([("name", .string(certificate.name)), ("expires", .string("\(expires)"))]))
    }
    return .map(
      ValueMap([
        ("version", .int(version)), ("status", .string(consultant.life.rawValue)),
        ("identity", .string(consultant.identity.rawValue)), ("upcoming", .int(Int64(Set(claims.map(\.family)).count))),
        ("certificates", .list(certificates)),
      ]))
  }

  private func tell(_ news: News) async {
    let reference = Self.reference(news.slug)
    if news.isNew {
      let input: Value = ["reference": .string(reference), "slug": .string(news.slug)]
      let request = StartRequest(
        source: Self.source, key: news.slug, workflow: Self.workflow, input: input, content: JSON.encode(input),
        actor: Self.source)
      _ = await writer.submit { .start(request, $0) }
    }
    let event = InboundEvent(
      source: Self.source, key: "\(news.slug)/\(news.version)", name: "record.changed", role: "operator",
      reference: reference, body: news.data, content: JSON.encode(.int(news.version)), actor: Self.source)
    _ = await writer.submit { .event(event, $0) }
  }
}
