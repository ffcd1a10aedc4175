/// The results shown for one search and the choice that followed. It contains no text and no person.
public struct SearchRecord: Hashable, Sendable {
  /// The id of the search. It also decides in which fold an evaluation puts the search.
  public let id: String
  /// The version of the weights that ranked it.
  public let weights: String
  /// In the order of their places, from place 1.
  public let shown: [Shown]

  /// Creates a record from its fields.
  public init(id: String, weights: String, shown: [Shown]) {
    self.id = id
    self.weights = weights
    self.shown = shown
  }

  /// One consultant who was shown.
  public struct Shown: Hashable, Sendable {
    /// The id of the consultant.
    public let consultant: String
    /// The scores that the consultant had at the time of the search.
    public let scores: DimensionScores
    /// How far it went after the consultant was shown.
    public let outcome: Outcome

    /// Creates an entry; without an outcome the consultant was shown and nothing followed.
    public init(_ consultant: String, _ scores: DimensionScores, _ outcome: Outcome = .shown) {
      self.consultant = consultant
      self.scores = scores
      self.outcome = outcome
    }
  }

  /// How far it went with one consultant.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case shown
    case viewed
    case booked
    case completed
    /// Completed, with four stars or five.
    case satisfied

    /// The gain of the ranking if it comes first.
    var gain: Int {
      switch self {
      case .shown, .viewed: 0
      case .booked: 1
      case .completed: 2
      case .satisfied: 3
      }
    }

    var isBooked: Bool { gain > 0 }
  }

  /// Somebody who was shown was booked.
  public var hasBooking: Bool { shown.contains { $0.outcome.isBooked } }
}

/// How likely somebody looks at a place, in basis points. Places further down look worse than they are; learning
/// divides by this.
public struct Propensities: Hashable, Sendable {
  private let basisPoints: [Int]

  /// The propensities before any are estimated: 10,000 for the first place down to 3,500 from the fifth on.
  public static let standard = Propensities(unchecked: [10_000, 7_500, 6_000, 4_500, 3_500])

  private init(unchecked basisPoints: [Int]) { self.basisPoints = basisPoints }

  /// Returns nil unless there is one or more, each from 1 to 10,000.
  public init?(_ basisPoints: [Int]) {
    guard !basisPoints.isEmpty, basisPoints.allSatisfy({ (1...10_000).contains($0) }) else { return nil }
    self.basisPoints = basisPoints
  }

  /// - Parameter place: from 0. Places beyond the last are as the last.
  func weight(_ place: Int) -> Double { 10_000 / Double(basisPoints[min(place, basisPoints.count - 1)]) }

  /// Re-estimates the propensities from searches in which neighbours had the same total and the same expertise. Their
  /// order was drawn by the day, so that what the upper place was booked more often is due to the place alone.
  ///
  /// - Returns: nil unless each step down has at least `least` bookings among such neighbours.
  public static func estimated(
    from records: [SearchRecord], weights: RankingWeights, places: Int = 5, least: Int = 30
  ) -> Propensities? {
    var points = [10_000]
    for place in 0..<places - 1 {
      var (upper, lower) = (0, 0)
      for record in records where record.weights == weights.version && record.shown.count > place + 1 {
        let (a, b) = (record.shown[place], record.shown[place + 1])
        guard weights.overall(a.scores) == weights.overall(b.scores), a.scores[.expertise] == b.scores[.expertise]
        else {
          continue
        }
        if a.outcome.isBooked { upper += 1 }
        if b.outcome.isBooked { lower += 1 }
      }
      guard upper + lower >= least, upper > 0, lower > 0 else { return nil }
      points.append(max(1, min(points[place], WholeNumbers.halfUp(points[place] * lower, upper))))
    }
    return Propensities(points)
  }
}
