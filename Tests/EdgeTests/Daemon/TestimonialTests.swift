import CEL
import EngineMessages
import MemoryStorage
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// Clients' words are shown if the client allows it, a person has let them through, and they are still there.
@Suite struct TestimonialTests {
  private let store = MemoryStore()
  private let writer: any StoreWriter

  init() throws {
    writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(Sample.bundle())
    try add("VLT-A", allowed: true, person: #"{"client.name":"Ada Lovelace","event.1f.text":"Splendid"}"#)
    try add(
      "VLT-B", allowed: true, person: #"{"client.name":"Bea","event.2a.text":"Good","event.2a.named":"B., engineer"}"#)
    try add("VLT-C", allowed: false, person: #"{"client.name":"Carl","event.3c.text":"For you alone"}"#)
    try writer.commit()
  }

  private func add(_ key: String, allowed: Bool, person: String) throws {
    let id = try writer.insertFamily(Sample.family(key))
    var instance = Sample.instance(id)
    instance.view = Array(#"{"testimonial":\#(allowed),"consultant":"anna-meier","rating":5,"language":"de"}"#.utf8)
    _ = try writer.insertInstance(instance)
    try writer.putPerson(of: id, data: Array(person.utf8))
    try writer.setView(id, field: "testimonial", value: "\(allowed)")
  }

  private func approve(_ references: String...) throws {
    try writer.begin()
    for reference in references {
      let draft = Testimonials.draft(reference, isShown: true, after: 0)
      try writer.putRecord(
        StoredRecord(kind: draft.kind, id: draft.id, version: draft.version, body: draft.body, at: 1), actor: "t",
        reason: "t")
    }
    try writer.commit()
  }

  @Test func onlyWhatThePersonAllowsAndAnotherLetsThroughIsShown() throws {
    #expect(try Testimonials.shown(store.makeReader()).isEmpty)
    try approve("VLT-A", "VLT-B", "VLT-C", "VLT-NONE")
    let shown = try Testimonials.shown(store.makeReader())
    #expect(shown.map { "\($0.name): \($0.text ?? "")" } == ["Ada: Splendid", "B., engineer: Good"])
    #expect(
      try Testimonials.all(after: nil, limit: 10, store.makeReader()).map(\.words.reference) == ["VLT-A", "VLT-B"])
  }

  @Test func wordsThatWereErasedAreShownNoMore() throws {
    try approve("VLT-A", "VLT-B")
    try writer.begin()
    try writer.erasePerson(of: try #require(try writer.family(key: "VLT-A")).id, at: 2)
    try writer.commit()
    #expect(try Testimonials.shown(store.makeReader()).map(\.reference) == ["VLT-B"])
  }
}
