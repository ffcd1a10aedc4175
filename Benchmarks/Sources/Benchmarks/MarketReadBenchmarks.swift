import Availability
import CivilTime
import Foundation
import SQLiteStorage
import Storage

/// The same starts with the claims read from a store of SQLite: 100 consultants with 200 claims each.
enum MarketReadBenchmarks {
  private static let consultants = 100
  private static let claims = 200
  private static let microseconds: Int64 = 1_000_000

  static func run(_ bench: Bench) throws {
    guard bench.wants("market") else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let zone = try ZoneRules(tzif: [UInt8](Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin"))))
    let (monday, now) = (try LocalDate.parse("2027-06-07"), try Instant.parse("2027-06-01T08:00:00Z"))
    let store = try SQLiteStore(path: folder.appendingPathComponent("store.db").path)
    let first = (monday.daysSinceEpoch - 20) * 86_400
    try fill(store, from: first)
    let reader = try store.makeReader()
    let (week, terms) = (MarketBenchmarks.schedule(zone), MeetingTerms(length: 60, grid: 30))
    func starts(_ consultant: Int, _ days: Int64) throws -> Int {
      guard let last = LocalDate(daysSinceEpoch: monday.daysSinceEpoch + days - 1),
        let window = Days.window(monday, last, zone)
      else { return 0 }
      let reach = (from: window.start - 3 * 86_400, to: window.end + 3 * 86_400)
      let claims = try reader.claims(
        on: "consultant/c\(consultant)", from: reach.from * microseconds, to: reach.to * microseconds, limit: 10_000)
      let booked = claims.map { claim in
        let span = Interval(claim.from / microseconds, claim.to / microseconds)
        return BookedMeeting(meeting: Interval(span.start, span.end - Int64(week.buffer) * 60), span: span)
      }
      return BookableTime(week, terms, window: window, booked: booked, now: now).starts().count
    }
    try bench.measure("market.slots 1 x 7 days, reads", budget: 300_000) { consume(try starts(7, 7)) }
    try bench.measure("market.slots 100 x 60 d, reads", budget: 20_000_000) {
      for consultant in 0..<consultants { consume(try starts(consultant, 60)) }
    }
  }

  private static func fill(_ store: SQLiteStore, from first: Int64) throws {
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(BundleRecord(hash: "bench", deployedAt: 0, files: []))
    for consultant in 0..<consultants {
      let family = try writer.insertFamily(
        FamilyRecord(
          id: FamilyID(rawValue: 0), key: "c\(consultant)", workflow: "booking", bundle: "bench", version: 1,
          status: .running, start: Array("{}".utf8), body: Array("{}".utf8), createdAt: 0, updatedAt: 0))
      for number in 0..<claims {
        let start = first + Int64(number) * 43_200
        try writer.putClaim(
          ClaimRecord(
            family: family, name: "slot-\(number)", resource: "consultant/c\(consultant)", from: start * microseconds,
            to: (start + 75 * 60) * microseconds))
      }
    }
    try writer.commit()
  }
}
