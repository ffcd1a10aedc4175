/// How much each dimension counts, in basis points that sum to 10,000. Every answer names the version.
public struct RankingWeights: Hashable, Sendable {
  /// The name of the weights.
  public let version: String
  private let basisPoints: [Int]
  private let factors: SIMD8<Int32>

  /// The weights that apply unless a file says otherwise.
  public static let standard = RankingWeights(
    unchecked: "standard-1", [3_000, 1_500, 1_000, 1_500, 800, 500, 700, 1_000])

  private init(unchecked version: String, _ basisPoints: [Int]) {
    self.version = version
    self.basisPoints = basisPoints
    factors = SIMD8(basisPoints.map { Int32($0) })
  }

  /// - Parameter basisPoints: in the order of `Dimension.allCases`.
  public init(version: String, _ basisPoints: [Int]) throws(RankingWeightsError) {
    guard basisPoints.count == Dimension.allCases.count else { throw .count(basisPoints.count) }
    for (dimension, weight) in zip(Dimension.allCases, basisPoints) where !(0...10_000).contains(weight) {
      throw .outOfRange(dimension, weight)
    }
    let sum = basisPoints.reduce(0, +)
    guard sum == 10_000 else { throw .sum(sum) }
    self.init(unchecked: version, basisPoints)
  }

  /// Weights that training has made: eight, in range, and with the right sum by construction.
  init(trained version: String, _ basisPoints: [Int]) { self.init(unchecked: version, basisPoints) }

  /// The weight of a dimension, in basis points from 0 to 10,000.
  public subscript(dimension: Dimension) -> Int { basisPoints[dimension.index] }

  /// In the order of `Dimension.allCases`.
  public var list: [Int] { basisPoints }

  /// Σ w · s: ten-thousandths of a point.
  public func weightedSum(_ scores: DimensionScores) -> Int {
    // Eight products of at most 10,000 · 100 fit in 32 bits.
    Int((factors &* scores.values).wrappedSum())
  }

  /// The total from 0 to 100.
  public func overall(_ scores: DimensionScores) -> Int { WholeNumbers.halfUp(weightedSum(scores), 10_000) }

  /// Each dimension's share of the total, in whole points that sum to it.
  public func contributions(_ scores: DimensionScores) -> [MatchExplanation.Contribution] {
    let exact = Dimension.allCases.map { self[$0] * scores[$0] }
    let points = exact.contains { $0 > 0 } ? WholeNumbers.apportion(overall(scores), by: exact) : exact
    return zip(Dimension.allCases, points).map { dimension, points in
      MatchExplanation.Contribution(
        dimension: dimension, score: scores[dimension], weight: self[dimension], points: points)
    }
  }
}

/// A reason why weights are refused.
public enum RankingWeightsError: Error, Hashable, Sendable, CustomStringConvertible {
  case count(Int)
  case outOfRange(Dimension, Int)
  case sum(Int)

  /// The reason in English, with the number at fault and the one that is expected.
  public var description: String {
    switch self {
    case .count(let count): "there are \(count) weights; there is one for each of the eight dimensions"
    case .outOfRange(let dimension, let weight):
      "the weight of \(dimension.rawValue) is \(weight); a weight is a whole number from 0 to 10000"
    case .sum(let sum): "the weights sum to \(sum); they have to sum to 10000"
    }
  }
}
