import CEL
import CivilTime
import EngineMessages
import Statecharts
import Storage
import WorkflowDefinitions
import WorkflowEngine

/// Tells families whose start is another time of day since the rules of a time zone have changed. A start is an instant
/// and stays one; the people who agreed on a time of day have to be asked.
struct ZoneFollower: Sendable {
  /// The event; families whose definitions do not declare it are not told.
  static let event = "zones.changed"
  /// The row of `meta` with the edition that all families have been told of.
  static let row = "zone-edition"
  private static let source = "zones"
  private static let page = 500

  let writer: WriterThread
  let readers: ReaderPool
  let bundles: DeployedBundles
  let zones: any ZoneSource
  /// The edition of the rules that this process has read; nil if they do not tell.
  let edition: String?

  /// A family whose clocks show something else now.
  private struct News: Sendable {
    let reference: String
    let data: Value
  }

  /// Compares the edition with the one that was told last, and tells the families if it is another one. The edition is
  /// noted once all have heard of it, so that a daemon that ended in between tells the rest at its next start.
  func follow() async {
    guard let edition else { return }
    let now = writer.clock.now
    guard let told = await readers.read({ reader throws(StoreError) in try reader.meta(Self.row) }) else { return }
    if told == edition { return }
    if told != nil {
      for status in [FamilyRecord.Status.running, .stopped] {
        guard await tell(status, edition, now) else { return }
      }
    }
    await note(edition)
  }

  /// Tells all families of a status. Returns false if some could not be told.
  private func tell(_ status: FamilyRecord.Status, _ edition: String, _ now: Instant) async -> Bool {
    var last: FamilyID?
    while true {
      let after = last
      let page = await readers.read { reader throws(StoreError) -> (news: [News], last: FamilyID?) in
        let families = try reader.families(FamilyFilter(status: status, after: after, limit: Self.page))
        var news: [News] = []
        for family in families {
          if let data = try change(of: family, edition, now, reader) {
            news.append(News(reference: family.key, data: data))
          }
        }
        return (news, families.last?.id)
      }
      guard let page else { return false }
      for item in page.news { guard await tell(item, edition) else { return false } }
      guard let next = page.last else { return true }
      last = next
    }
  }

  /// Returns what the clocks show now, if a family says that they showed something else; nil if it is told nothing.
  private func change(
    of family: FamilyRecord, _ edition: String, _ now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Value? {
    guard let bundle = bundles.bundle(family.bundle, workflow: family.workflow),
      bundle.machines.contains(where: { machine in
        machine.eventIndex[Self.event].flatMap { machine.declarations[$0] }?.isExternal == true
      })
    else { return nil }
    let view = try FamilyView.fields(of: family, reader)
    guard let start = HeldTime.instant(view["start"]), start > now,
      let client = wall(start, view["zone"]), let consultant = wall(start, view["consultantZone"]),
      let before = view["wall"]?.stringValue, let consultantBefore = view["consultantWall"]?.stringValue,
      (client, consultant) != (before, consultantBefore)
    else { return nil }
    return ["edition": .string(edition), "wall": .string(client), "consultant_wall": .string(consultant)]
  }

  /// The time of day as definitions write it (`local`).
  private func wall(_ instant: Instant, _ zone: Value?) -> String? {
    guard let name = zone?.stringValue, let rules = zones.rules(for: name) ?? .fixed(name) else { return nil }
    let local = rules.local(at: instant)
    return "\(local.date) \(local.time.withMinutes)"
  }

  private func tell(_ news: News, _ edition: String) async -> Bool {
    let event = InboundEvent(
      source: Self.source, key: "\(edition)/\(news.reference)", name: Self.event, role: "operator",
      reference: news.reference, body: news.data, content: JSON.encode(news.data), actor: Self.source)
    return await writer.submit { .event(event, $0) } != nil
  }

  private func note(_ edition: String) async {
    await writer.perform { writer in
      do throws(StoreError) {
        try writer.store.begin()
        try writer.store.setMeta(Self.row, edition)
        try writer.store.commit()
      } catch {
        // It is noted at the next look; who was told hears the same once more, which changes nothing.
        writer.store.rollback()
      }
    }
  }
}
