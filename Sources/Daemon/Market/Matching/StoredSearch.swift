import CEL
import CivilTime
import Matching
import Storage

/// A search as it is kept, so that weights can be learned from what was booked: criteria, who was shown with which
/// scores, and how far it went. It has neither the words of the request nor a person.
struct StoredSearch: Hashable {
  static let kind = "search"

  let at: Instant
  let weights: String
  let criteria: Value
  var shown: [SearchRecord.Shown]

  init(at: Instant, weights: String, criteria: Value, shown: [SearchRecord.Shown]) {
    (self.at, self.weights, self.criteria, self.shown) = (at, weights, criteria, shown)
  }

  /// nil for another record.
  init?(record: Value) {
    guard let at = record["at"]?.stringValue.flatMap({ try? Instant.parse($0) }),
      let weights = record["weights"]?.stringValue, let list = record["shown"]?.listValue
    else { return nil }
    (self.at, self.weights, criteria) = (at, weights, record["criteria"] ?? .null)
    shown = list.compactMap { entry in
      guard let consultant = entry["consultant"]?.stringValue,
        let outcome = entry["outcome"]?.stringValue.flatMap(SearchRecord.Outcome.init)
      else { return nil }
      let scores = (entry["scores"]?.listValue ?? []).compactMap { $0.intValue.map { Int($0) } }
      return SearchRecord.Shown(consultant, DimensionScores(scores), outcome)
    }
  }

  var record: Value {
    .map(
      ValueMap([
        ("at", .string("\(at)")), ("weights", .string(weights)), ("criteria", criteria),
        (
          "shown",
          .list(
            shown.map { entry in
              .map(
                ValueMap([
                  ("consultant", .string(entry.consultant)),
                  ("scores", .list(entry.scores.list.map { .int(Int64($0)) })),
                  ("outcome", .string(entry.outcome.rawValue)),
                ]))
            })
        ),
      ]))
  }

  /// Notes how far it went with one consultant. Nothing goes back. Returns false if the consultant was not shown.
  mutating func note(_ outcome: SearchRecord.Outcome, with consultant: String) -> Bool {
    guard let place = shown.firstIndex(where: { $0.consultant == consultant }) else { return false }
    let order = SearchRecord.Outcome.allCases
    let present = order.firstIndex(of: shown[place].outcome) ?? 0
    if order.firstIndex(of: outcome) ?? 0 > present {
      shown[place] = SearchRecord.Shown(consultant, shown[place].scores, outcome)
    }
    return true
  }

  /// Criteria as they are kept: what was asked for, by the names of requests.
  static func value(_ criteria: MatchCriteria) -> Value {
    func list(_ words: [String]) -> Value { .list(words.map { .string($0) }) }
    var map = ValueMap([
      ("requiredExpertise", list(criteria.requiredExpertise)),
      ("industryBackground", list(criteria.industryBackground)),
      ("isUrgent", .bool(criteria.isUrgent)), ("languages", list(criteria.languages.map(\.rawValue))),
    ])
    if let budget = criteria.budget {
      var amounts = ValueMap([("currency", .string(budget.currency))])
      if let least = budget.min { amounts["min"] = .int(least) }
      if let most = budget.max { amounts["max"] = .int(most) }
      map["budget"] = .map(amounts)
    }
    if let complexity = criteria.complexity { map["projectComplexity"] = .string(complexity.rawValue) }
    if let style = criteria.style { map["style"] = .string(style.rawValue) }
    if let service = criteria.service { map["service"] = .string(service) }
    if let window = criteria.window {
      map["window"] = .map(
        ValueMap(
          [("from", window.from), ("until", window.until)].compactMap { name, at in
            at.map { (name, .string("\($0)")) }
          }))
    }
    return .map(map)
  }

  /// Reads all that are kept, in the order of their ids.
  static func all(_ reader: any StoreReader) throws(StoreError) -> [SearchRecord] {
    var (records, last) = ([SearchRecord](), String?.none)
    while true {
      let page = try reader.records(of: kind, after: last, limit: StoreLimits.rows.upperBound)
      for record in page {
        guard let search = StoredSearch(record: StoredJSON.value(record.body)) else { continue }
        records.append(SearchRecord(id: record.id, weights: search.weights, shown: search.shown))
      }
      guard page.count == StoreLimits.rows.upperBound else { return records }
      last = page.last?.id
    }
  }
}
