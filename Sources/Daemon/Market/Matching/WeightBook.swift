import CEL
import CivilTime
import EngineMessages
import Matching
import Storage

/// The weights that operators have put in force. Each act is a version of one record, so that its log is the history.
struct WeightBook {
  static let (kind, id) = ("weights", "ranking")

  /// In force before any act: those of the settings' file.
  let base: RankingWeights
  private(set) var history: WeightHistory
  /// Of the record; 0 before any act.
  private(set) var version: Int64 = 0

  /// Reads all acts.
  init(base: RankingWeights, _ reader: any StoreReader) throws(StoreError) {
    self.base = base
    history = WeightHistory(base: base)
    for entry in try reader.log(ofRecord: Self.id, kind: Self.kind) {
      version = entry.record.version
      let body = StoredJSON.value(entry.record.body)
      let at = Instant(microseconds: entry.record.at) ?? .epoch
      do {
        if body["isRollback"]?.boolValue == true {
          try history.rollback(at: at, actor: entry.actor, reason: entry.reason)
        } else if let weights = Self.weights(body) {
          try history.activate(
            weights, at: at, actor: entry.actor, reason: entry.reason, evaluation: Self.evaluation(body))
        }
      } catch {
        // The base has changed since, so that the act would be refused today. The ones after it stand for themselves.
        continue
      }
    }
  }

  /// Puts weights in force in this copy of the history, to see whether that is allowed.
  mutating func activate(
    _ weights: RankingWeights, at: Instant, evaluation: WeightEvaluation.Report?
  ) throws(WeightHistory.Refusal) {
    try history.activate(weights, at: at, actor: "", reason: "", evaluation: evaluation)
  }

  /// Goes back in this copy of the history.
  mutating func rollBack(at: Instant) throws(WeightHistory.Refusal) {
    try history.rollback(at: at, actor: "", reason: "")
  }

  /// The record after an act.
  ///
  /// - Parameter evaluation: what it rests on; nil for a rollback and for weights of a person.
  func draft(
    _ weights: RankingWeights, evaluation: WeightEvaluation.Report?, isRollback: Bool
  ) -> RecordDraft {
    var body = ValueMap([("version", .string(weights.version)), ("weights", Self.value(weights))])
    if isRollback { body["isRollback"] = true }
    if let evaluation { body["evaluation"] = Self.value(evaluation) }
    return RecordDraft(kind: Self.kind, id: Self.id, version: version + 1, body: JSON.encode(.map(body)))
  }

  /// The weights of a version that was in force once, or is.
  func weights(named version: String) -> RankingWeights? {
    ([base] + history.entries.map(\.weights)).first { $0.version == version }
  }

  /// By the names of the dimensions.
  static func value(_ weights: RankingWeights) -> Value {
    .map(ValueMap(Dimension.allCases.map { ($0.rawValue, .int(Int64(weights[$0]))) }))
  }

  static func weights(_ body: Value) -> RankingWeights? {
    let list = Dimension.allCases.compactMap { body["weights"]?[$0.rawValue]?.intValue.map { Int($0) } }
    guard let version = body["version"]?.stringValue else { return nil }
    return try? RankingWeights(version: version, list)
  }

  static func value(_ report: WeightEvaluation.Report) -> Value {
    .map(
      ValueMap([
        ("searches", .int(Int64(report.searches))), ("present", .int(Int64(report.present))),
        ("trained", .int(Int64(report.trained))), ("differenceLow", .int(Int64(report.differenceLow))),
        ("differenceHigh", .int(Int64(report.differenceHigh))),
      ]))
  }

  private static func evaluation(_ body: Value) -> WeightEvaluation.Report? {
    func number(_ name: String) -> Int? { body["evaluation"]?[name]?.intValue.map { Int($0) } }
    guard let searches = number("searches"), let present = number("present"), let trained = number("trained"),
      let low = number("differenceLow"), let high = number("differenceHigh")
    else { return nil }
    return WeightEvaluation.Report(
      searches: searches, present: present, trained: trained, differenceLow: low, differenceHigh: high)
  }
}
