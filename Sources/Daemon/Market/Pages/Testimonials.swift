import CEL
import CivilTime
import EngineMessages
import Storage

/// The words of clients who allow them to be shown. The store has no copy of them: they are read where the feedback put
/// them, so that they are gone once a client's personal data are erased. A record of its own says which ones a person
/// has let through.
enum Testimonials {
  /// The kind of the records; the id is the booking's reference.
  static let kind = "testimonial"
  /// The view field of bookings whose client allows it.
  private static let field = "testimonial"
  private static let workflow = "booking"
  /// The most that are read for the pages.
  private static let most = 200

  /// A client's words.
  struct Words: Sendable, Hashable {
    let reference: String
    /// Nil once they were erased.
    let text: String?
    /// As the client wants to be named; their first name if they did not say.
    let name: String
    /// The slug of the consultant.
    let consultant: String
    /// 1 to 5; nil if it is not known.
    let rating: Int64?
    /// The language that the client reads, and mostly writes.
    let language: String
    /// True if a person has let them through.
    let isShown: Bool
  }

  /// The words that clients allow to be shown, in the order of their bookings.
  static func all(
    after: FamilyID?, limit: Int, _ reader: any StoreReader
  ) throws(StoreError) -> [(family: FamilyID, words: Words)] {
    let filter = FamilyFilter(workflows: [workflow], view: (field, "true"), after: after, limit: limit)
    var found: [(FamilyID, Words)] = []
    for family in try reader.families(filter) {
      let view = try FamilyView.fields(of: family, reader)
      found.append((family.id, try words(family, view, try isShown(family.key, reader), reader)))
    }
    return found
  }

  /// Those that a person has let through, as long as the client still allows it.
  static func shown(_ reader: any StoreReader) throws(StoreError) -> [Words] {
    var found: [Words] = []
    for record in try reader.records(of: kind, after: nil, limit: most)
    where StoredJSON.value(record.body)["shown"] == true {
      guard let family = try reader.family(key: record.id) else { continue }
      let view = try FamilyView.fields(of: family, reader)
      let words = try words(family, view, true, reader)
      if words.text != nil, allows(view) { found.append(words) }
    }
    return found
  }

  /// The version of a booking's record, 0 for none, and whether its client allows it to be shown; nil without a booking.
  static func standing(
    _ reference: String, _ reader: any StoreReader
  ) throws(StoreError) -> (version: Int64, isAllowed: Bool)? {
    guard let family = try reader.family(key: reference) else { return nil }
    let version = try reader.record(kind: kind, id: reference)?.version ?? 0
    return (version, allows(try FamilyView.fields(of: family, reader)))
  }

  static func draft(_ reference: String, isShown: Bool, after version: Int64) -> RecordDraft {
    RecordDraft(kind: kind, id: reference, version: version + 1, body: JSON.encode(["shown": .bool(isShown)]))
  }

  private static func isShown(_ reference: String, _ reader: any StoreReader) throws(StoreError) -> Bool {
    try reader.record(kind: kind, id: reference).map { StoredJSON.value($0.body)["shown"] == true } ?? false
  }

  private static func allows(_ view: ValueMap) -> Bool { view[field] == true }

  private static func words(
    _ family: FamilyRecord, _ view: ValueMap, _ isShown: Bool, _ reader: any StoreReader
  ) throws(StoreError) -> Words {
    let person = StoredJSON.value(try reader.person(of: family.id) ?? []).mapValue ?? ValueMap()
    /// Of a field of the feedback: the path of an event's personal fields has a mark of the event in it.
    func told(_ name: String) -> String? {
      let entry = person.entries.first { entry in
        let path = entry.key.stringValue ?? ""
        return path.hasPrefix("event.") && path.hasSuffix(".\(name)")
      }
      return entry?.value.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
    let first = person["client.name"]?.stringValue?.split(separator: " ").first.map { String($0) }
    return Words(
      reference: family.key, text: told("text"), name: told("named") ?? first ?? "",
      consultant: view["consultant"]?.stringValue ?? "", rating: view["rating"]?.intValue,
      language: view["language"]?.stringValue ?? "en", isShown: isShown)
  }
}
