import CEL
import CivilTime
import Digests
import Encoding
import EngineMessages
import Leads
import Marketplace
import Matching
import Storage

/// Leads in the store: one record a person, named by a keyed digest of the address, and one a touchpoint.
struct LeadRecords: Sendable {
  static let (kind, touches, counts) = ("lead", "touchpoint", "lead_count")
  /// The most touchpoints of a lead; the oldest go.
  static let mostTouches = 200

  private let key: [UInt8]
  let rules: LeadRules
  /// Tells industries that are near to each other, and words of urgency; nil without a file of skills.
  let taxonomy: Taxonomy?

  /// - Parameter secret: the daemon's key; the digests have one of their own that is derived from it.
  init(secret: [UInt8], rules: LeadRules, taxonomy: Taxonomy?) {
    key = HMACSHA256.code(for: Array("leads".utf8), key: secret)
    (self.rules, self.taxonomy) = (rules, taxonomy)
  }

  /// The id of a person's lead, 32 hex digits. Case makes no other person.
  func id(of email: String) -> String {
    Hex.encode(HMACSHA256.code(for: Array(email.lowercased().utf8), key: key).prefix(16))
  }

  /// A lead with its version and its touchpoints.
  struct Found: Sendable {
    let id: String
    var lead: StoredLead
    let version: Int64
    /// In ascending order of time.
    var touches: [(record: StoredRecord, touchpoint: Touchpoint)]
  }

  func find(_ id: String, _ reader: any StoreReader) throws(StoreError) -> Found? {
    guard let record = try reader.record(kind: Self.kind, id: id),
      let lead = StoredLead(record: StoredJSON.value(record.body))
    else { return nil }
    return Found(id: id, lead: lead, version: record.version, touches: try Self.touches(of: id, reader))
  }

  static func touches(
    of id: String, _ reader: any StoreReader
  ) throws(StoreError) -> [(record: StoredRecord, touchpoint: Touchpoint)] {
    var touches: [(record: StoredRecord, touchpoint: Touchpoint)] = []
    // A change leaves at most as many as are kept, and those of one body.
    let most = mostTouches + TouchCall.most
    for record in try reader.records(of: Self.touches, after: "\(id)/", limit: most) {
      guard record.id.hasPrefix("\(id)/") else { break }
      if let touchpoint = TouchCall.kept(StoredJSON.value(record.body)) { touches.append((record, touchpoint)) }
    }
    return touches
  }

  /// The names of a lead's records, for it to be forgotten.
  static func names(of record: StoredRecord, _ reader: any StoreReader) throws(StoreError) -> [RecordName] {
    try touches(of: record.id, reader).map { RecordName(kind: touches, id: $0.record.id, version: $0.record.version) }
      + [RecordName(kind: kind, id: record.id, version: record.version)]
  }

  // MARK: Scoring

  /// Everything that a score is made of.
  func facts(_ call: LeadCall, _ touches: [Touchpoint]) -> LeadFacts {
    var facts = call.facts
    facts.industry = call.industry.map(fit)
    facts.touchpoints = touches
    if let message = call.message, let taxonomy {
      let read = CriteriaReader(taxonomy: taxonomy).read(message).criteria
      facts.intent.hasUrgencyWord = facts.intent.hasUrgencyWord || read.isUrgent
      if facts.intent.budget == nil, read.budget != nil { facts.intent.budget = .mentioned }
    }
    return facts
  }

  /// Nil for somebody who objects to being profiled.
  func score(_ found: Found, now: Instant) -> LeadScore? {
    guard let call = found.lead.call else { return nil }
    return LeadScoring(rules).score(facts(call, found.touches.map(\.touchpoint)), now: now)
  }

  private func fit(_ industry: String) -> IndustryFit {
    let relations = rules.targetIndustries.map { taxonomy?.relation($0, industry) ?? ($0 == industry ? .same : .none) }
    return relations.contains(.same) ? .target : relations.contains(.close) ? .adjacent : .general
  }

  // MARK: All leads

  /// Calls `body` with each lead, in the order of ids.
  static func each(
    _ reader: any StoreReader, after first: String? = nil, _ body: (StoredRecord, StoredLead) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var last = first
    let size = 1_000
    while true {
      let page = try reader.records(of: kind, after: last, limit: size)
      for record in page {
        guard let lead = StoredLead(record: StoredJSON.value(record.body)) else { continue }
        guard try body(record, lead) else { return }
      }
      guard page.count == size else { return }
      last = page.last?.id
    }
  }

  /// The person who looks after a lead, by the rules of sales; nil if nobody takes leads.
  func person(for call: LeadCall, _ reader: any StoreReader) throws(StoreError) -> String? {
    guard !(rules.sales.everybody.isEmpty && rules.sales.rules.isEmpty) else { return nil }
    var open: [String: Int] = [:]
    try Self.each(reader) { _, lead in
      if lead.status == .open, let person = lead.assigned { open[person, default: 0] += 1 }
      return true
    }
    return rules.sales.person(
      industry: call.industry, language: call.contact.language, country: call.contact.country, openLeads: open)
  }

  /// How leads of a grade ended. The counts outlive the leads.
  static func history(
    _ grade: LeadScore.Grade, _ reader: any StoreReader
  ) throws(StoreError) -> (history: LeadForecast.History, version: Int64) {
    guard let record = try reader.record(kind: counts, id: grade.rawValue) else { return (LeadForecast.History(), 0) }
    let body = StoredJSON.value(record.body)
    return (
      LeadForecast.History(closed: Int(body["closed"]?.intValue ?? 0), won: Int(body["won"]?.intValue ?? 0)),
      record.version
    )
  }

  /// The counts after one more has ended.
  static func counted(
    _ grade: LeadScore.Grade, won: Bool, _ reader: any StoreReader
  ) throws(StoreError) -> RecordDraft {
    let (history, version) = try history(grade, reader)
    let body = ValueMap([
      ("closed", .int(Int64(history.closed + 1))), ("won", .int(Int64(history.won + (won ? 1 : 0)))),
    ])
    return RecordDraft(kind: counts, id: grade.rawValue, version: version + 1, body: JSON.encode(.map(body)))
  }
}
