/// Learns weights from what was booked. A booked consultant should have stood above those that were shown above it or
/// right below it and were not booked: a logistic loss on the differences of their scores, each pair weighted against
/// the advantage of its place.
public struct WeightTraining: Sendable {
  /// Fewer booked searches teach nothing.
  public static let leastBookedSearches = 200
  /// The loss sees weights that sum to this. With 1 the totals of all consultants would hardly differ to it.
  private static let scale = 10.0
  private static let steps = 200
  private static let rate = 0.5
  private static let regularisation = 0.01

  /// The weights that bound the trained ones.
  public let standard: RankingWeights
  /// The advantage of each place, which pairs are weighted against.
  public let propensities: Propensities

  /// - Parameter standard: each trained weight is within half and twice the weight here.
  public init(standard: RankingWeights = .standard, propensities: Propensities = .standard) {
    self.standard = standard
    self.propensities = propensities
  }

  /// A reason why nothing can be learnt from the records.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    case tooFewBookings(Int)
    /// No booked search has anybody who was passed over.
    case nothingToCompare

    /// The reason in English, with the number of booked searches if there are too few.
    public var description: String {
      switch self {
      case .tooFewBookings(let count):
        "\(count) booked searches are recorded; training needs \(WeightTraining.leastBookedSearches)"
      case .nothingToCompare: "in no booked search was anybody else shown; there is nothing to compare"
      }
    }
  }

  /// Returns new weights, near the present ones unless the records speak against them.
  public func train(
    _ records: [SearchRecord], from present: RankingWeights, version: String
  ) throws(Refusal) -> RankingWeights {
    let booked = records.filter(\.hasBooking).sorted { $0.id < $1.id }
    guard booked.count >= Self.leastBookedSearches else { throw .tooFewBookings(booked.count) }
    return try fit(booked, from: present, version: version)
  }

  func fit(
    _ booked: [SearchRecord], from present: RankingWeights, version: String
  ) throws(Refusal) -> RankingWeights {
    let pairs = booked.flatMap(pairs)
    let mass = pairs.reduce(0) { $0 + $1.weight }
    guard mass > 0 else { throw .nothingToCompare }
    let start = SIMD8(present.list.map { Double($0) / 10_000 * Self.scale })
    let bounds = standard.list.map { (Double($0) / 20_000 * Self.scale)...(Double($0) / 5_000 * Self.scale) }
    var theta = start
    for _ in 0..<Self.steps {
      var gradient = Self.regularisation * (theta - start)
      for pair in pairs {
        let margin = (theta * pair.difference).sum()
        gradient -= pair.weight / mass * ElementaryFunctions.logistic(-margin) * pair.difference
      }
      let step = theta - Self.rate * gradient
      theta = SIMD8(
        SimplexProjection.project(step.indices.map { step[$0] }, sum: Self.scale, within: bounds))
    }
    let least = standard.list.map { ($0 + 1) / 2 }
    let most = standard.list.map { 2 * $0 }
    let whole = SimplexProjection.whole(
      theta.indices.map { theta[$0] / Self.scale * 10_000 }, sum: 10_000, least: least, most: most)
    return RankingWeights(trained: version, whole)
  }

  private struct Pair {
    /// Booked minus passed over, in hundredths of the scale.
    let difference: SIMD8<Double>
    let weight: Double
  }

  private func pairs(_ record: SearchRecord) -> [Pair] {
    record.shown.indices.filter { record.shown[$0].outcome.isBooked }.flatMap { booked in
      record.shown.indices.filter { $0 <= booked + 1 && !record.shown[$0].outcome.isBooked }.map { other in
        let (a, b) = (record.shown[booked].scores.list, record.shown[other].scores.list)
        return Pair(
          difference: SIMD8(zip(a, b).map { Double($0 - $1) / 100 }), weight: propensities.weight(booked))
      }
    }
  }
}
