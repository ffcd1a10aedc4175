import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Protocol §7: personal data lies in one table, and nowhere else.
@Suite struct PersonalDataTests {
  /// Everything that the store keeps of a family, except the person.
  func stored(_ bench: Bench) throws -> [(place: String, text: String)] {
    let reader = try bench.simulation.reader()
    let family = try #require(try reader.family(key: bench.reference))
    var rows: [(String, String)] = [("family", "\(family.key) \(text(family.body))")]
    for instance in try reader.instances(of: family.id) {
      rows.append(("snapshot of \(instance.workflow)", text(instance.snapshot)))
      rows.append(("view of \(instance.workflow)", text(instance.view)))
    }
    for row in try reader.history(of: family.id, after: 0, limit: 10_000) {
      rows.append(("history \(row.sequence)", "\(row.name) \(row.actor) \(text(row.stimulus)) \(text(row.trace))"))
    }
    for closed in [false, true] {
      for task in try reader.tasks(of: family.id, closed: closed) {
        rows.append(("task \(task.step)", "\(task.key) \(text(task.request)) \(text(task.result))"))
        for attempt in try reader.attempts(of: task.id) { rows.append(("attempt", text(attempt.detail))) }
      }
    }
    for status in [InboxRecord.Status.consumed, .pending, .held, .unmatched, .discarded] {
      for record in try reader.inbox(in: status, limit: 10_000) {
        rows.append(("inbox", "\(record.key) \(text(record.body))"))
      }
    }
    for status in [IncidentRecord.Status.open, .retried, .skipped, .discarded] {
      for incident in try reader.incidents(status: status, family: nil, limit: 1_000) {
        rows.append(("incident", "\(incident.title) \(text(incident.detail))"))
      }
    }
    for record in bench.simulation.journal { rows.append(("journal", "\(record)")) }
    return rows
  }

  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  static let secrets = [
    "ada@client.example", "Ada Client", "linkedin.example/in/ada", "carl@consultant.example", "Carl Consultant",
    "Splendid",
    "you were late",
  ]

  @Test func aPersonsDataIsKeptInThePersonsRecordOnly() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(60))
    try bench.booking.party("consultant.start", "consultant")
    try bench.advance(.seconds(1_900))
    try bench.booking.party("client.confirm", "client")
    try bench.booking.party("client.object", "client", ["reason": "you were late"])
    try bench.advance(.seconds(6 * 3_600))
    try bench.booking.party("feedback.received", "client", ["rating": 5, "text": "Splendid", "testimonial": true])
    try bench.advance(.seconds(10 * 86_400))
    for row in try stored(bench) {
      for secret in Self.secrets { #expect(!row.text.contains(secret), "\(row.place): \(row.text)") }
    }
    let reader = try bench.simulation.reader()
    let family = try #require(try reader.family(key: bench.reference))
    let person = text(try #require(try reader.person(of: family.id)))
    for secret in Self.secrets where !secret.contains("/") { #expect(person.contains(secret)) }
    // The requests that leave do hold it.
    #expect(bench.providers.acts(of: "email.send").allSatisfy { $0.input["to"]?.stringValue?.contains("@") == true })
    #expect(bench.providers.acts(of: "social.post").map { $0.input["text"] } == ["Splendid"])
  }

  @Test func anEventThatIsRefusedLeavesNoPersonalDataBehind() throws {
    let bench = try Bench()
    try bench.confirm()
    #expect(try bench.booking.party("client.object", "client", ["reason": "you were late"]).refusal == "not_now")
    for row in try stored(bench) { #expect(!row.text.contains("you were late"), "\(row.place)") }
  }

  @Test func afterAnErasureThePersonIsGoneAndNoMailLeavesWithoutAnAddress() throws {
    let bench = try Bench()
    try bench.booking.runHappyPath()
    try bench.booking.party("erasure.request", "client")
    let reader = try bench.simulation.reader()
    let family = try #require(try reader.family(key: bench.reference))
    let person = try reader.person(of: family.id).map(text) ?? ""
    for secret in Self.secrets { #expect(!person.contains(secret)) }
    try bench.wait(.seconds(400 * 86_400))
    #expect(try bench.simulation.verify().map(\.description) == [])
    #expect(bench.providers.acts(of: "email.send").allSatisfy { $0.input["to"]?.stringValue?.contains("@") == true })
  }
}
