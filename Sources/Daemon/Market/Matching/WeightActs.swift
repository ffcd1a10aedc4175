import CEL
import CivilTime
import Control
import EngineMessages
import Matching
import Storage
import WorkflowEngine

/// Learns weights from the searches that are kept, and puts weights in force.
struct WeightActs: Sendable {
  let acts: OperatorActs
  let store: StoreReads
  /// Nil if the settings name no file of skills.
  let shelf: MatchShelf?
  let now: @Sendable () -> Instant

  private func base() throws(ControlFailure) -> RankingWeights {
    guard let shelf else { throw MatchReads.notConfigured }
    return shelf.files.weights
  }

  private func kept() async throws(ControlFailure) -> (book: WeightBook, searches: [SearchRecord]) {
    let base = try base()
    return try await store.query { reader throws(StoreError) in
      (try WeightBook(base: base, reader), try StoredSearch.all(reader))
    }
  }

  func status() async throws(ControlFailure) -> WeightsInForce {
    let (book, searches) = try await kept()
    let current = book.history.current
    return WeightsInForce(
      version: current.version, weights: WeightBook.value(current).mapValue ?? ValueMap(),
      searches: Int64(searches.count), booked: Int64(searches.count(where: \.hasBooking)),
      log: book.history.entries.map(Self.sentence))
  }

  func train(_ request: TrainWeights) async throws(ControlFailure) -> TrainedWeights {
    let (book, searches) = try await kept()
    do throws(WeightTraining.Refusal) {
      let trained = try WeightTraining(standard: .standard, propensities: Self.propensities(searches, book)).train(
        searches, from: book.history.current, version: request.version.string)
      return TrainedWeights(version: trained.version, weights: WeightBook.value(trained).mapValue ?? ValueMap())
    } catch {
      throw Self.refused(error)
    }
  }

  func evaluate() async throws(ControlFailure) -> WeightReport {
    let (book, searches) = try await kept()
    do throws(WeightTraining.Refusal) {
      let report = try Self.report(searches, book)
      return WeightReport(
        searches: Int64(report.searches), present: Int64(report.present), trained: Int64(report.trained),
        differenceLow: Int64(report.differenceLow), differenceHigh: Int64(report.differenceHigh),
        isImprovement: report.isImprovement)
    } catch {
      throw Self.refused(error)
    }
  }

  func run(_ request: ActivateWeights, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let weights = try Self.weights(request.document)
    var (book, searches) = try await kept()
    // Without enough bookings there is nothing to say, and a person may still set weights.
    let report = try? Self.report(searches, book)
    let draft = book.draft(weights, evaluation: report, isRollback: false)
    do throws(WeightHistory.Refusal) {
      try book.activate(weights, at: now(), evaluation: report)
    } catch {
      throw ControlFailure(status: 409, code: "not_now", message: "\(error)")
    }
    return try await put(draft, caller, "weights \(weights.version) are in force" + Self.words(report))
  }

  func run(_ request: RollBackWeights, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    var (book, _) = try await kept()
    do throws(WeightHistory.Refusal) {
      try book.rollBack(at: now())
    } catch {
      throw ControlFailure(status: 409, code: "not_now", message: "\(error)")
    }
    let weights = book.history.current
    return try await put(
      book.draft(weights, evaluation: nil, isRollback: true), caller, "weights \(weights.version) are in force again")
  }

  private func put(_ draft: RecordDraft, _ caller: Caller, _ text: String) async throws(ControlFailure) -> ActResult {
    guard !caller.dryRun else { return ActResult(verdict: "kept", text: text) }
    var result = try await acts.command(.putRecords([draft]), caller)
    result.text = text
    return result
  }

  // MARK: Learning

  private static func report(
    _ searches: [SearchRecord], _ book: WeightBook
  ) throws(WeightTraining.Refusal) -> WeightEvaluation.Report {
    let training = WeightTraining(standard: .standard, propensities: propensities(searches, book))
    return try WeightEvaluation(training: training, digest: Deployment.digest).evaluate(
      searches, present: book.history.current)
  }

  /// Estimated from neighbours whose order the day has drawn, as soon as there are enough of them.
  private static func propensities(_ searches: [SearchRecord], _ book: WeightBook) -> Propensities {
    Propensities.estimated(from: searches, weights: book.history.current) ?? .standard
  }

  private static func refused(_ refusal: WeightTraining.Refusal) -> ControlFailure {
    ControlFailure(
      status: 409, code: "nothing_to_learn", message: "\(refusal)",
      hint: "sites tell bookings with POST /v1/matches/ID/outcomes")
  }

  private static func weights(_ document: ValueMap) throws(ControlFailure) -> RankingWeights {
    let names = Dimension.allCases.map(\.rawValue)
    var faults: [String] = []
    for key in document.keys.compactMap(\.stringValue) where !["version", "weights"].contains(key) {
      faults.append("\(key): no such field")
    }
    let version = document["version"]?.stringValue ?? ""
    if !(1...64).contains(version.utf8.count) { faults.append("version: expected text of 1 to 64 bytes") }
    let given = document["weights"]?.mapValue ?? ValueMap()
    for key in given.keys.compactMap(\.stringValue) where !names.contains(key) {
      faults.append("weights.\(key): no such dimension")
    }
    let list = names.map { name -> Int in
      if let number = given[name]?.intValue, (0...10_000).contains(number) { return Int(number) }
      faults.append("weights.\(name): expected a whole number from 0 to 10000")
      return 0
    }
    if faults.isEmpty {
      do throws(RankingWeightsError) {
        return try RankingWeights(version: version, list)
      } catch {
        faults.append("weights: \(error)")
      }
    }
    throw ControlFailure(status: 422, code: "wrong_data", message: faults.joined(separator: "; "))
  }

  private static func words(_ report: WeightEvaluation.Report?) -> String {
    guard let report else { return "; too few booked searches to compare" }
    return
      "; nDCG@5 on \(report.searches) searches: \(report.present) before, \(report.trained) by training (bp), difference \(report.differenceLow) to \(report.differenceHigh)"
  }

  private static func sentence(_ entry: WeightHistory.Entry) -> String {
    let what = entry.restored == nil ? "in force" : "in force again"
    let numbers = entry.evaluation.map { words($0) } ?? ""
    return "\(entry.at): \(entry.weights.version) \(what), by \(entry.actor): \(entry.reason)\(numbers)"
  }
}
