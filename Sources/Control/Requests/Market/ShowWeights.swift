public import CEL

/// Shows the weights in force, who put them in force, and how much there is to learn from.
public struct ShowWeights: ControlRequest {
  /// The verb `matching.status`, which reads.
  public static let verb = Verb("matching.status")
  /// The answer is a `WeightsInForce`.
  public typealias Answer = WeightsInForce

  /// Creates the request, which has no arguments.
  public init() {}
}

/// The weights in force.
public struct WeightsInForce: Codable, Sendable {
  /// The version, which every answer names.
  public var version: String
  /// Basis points by dimension.
  public var weights: ValueMap
  /// The searches that are kept.
  public var searches: Int64
  /// Those of them after which somebody was booked.
  public var booked: Int64
  /// Every act, the oldest first, one sentence each.
  public var log: [String]

  /// Creates a `WeightsInForce` from its fields.
  public init(version: String, weights: ValueMap, searches: Int64, booked: Int64, log: [String]) {
    (self.version, self.weights, self.searches) = (version, weights, searches)
    (self.booked, self.log) = (booked, log)
  }
}

/// Learns weights from the searches that are kept. Nothing is put in force.
public struct TrainWeights: ControlRequest {
  /// The verb `matching.train`, which reads. It may take long, and ends when the caller disconnects.
  public static let verb = Verb("matching.train", isLong: true)
  /// The answer is a `TrainedWeights`.
  public typealias Answer = TrainedWeights

  /// The name of the new version.
  public var version: ShortText

  /// Creates the request.
  public init(version: ShortText) { self.version = version }
}

/// Weights that were learned, in the form of a file of weights.
public struct TrainedWeights: Codable, Sendable {
  /// The version.
  public var version: String
  /// Basis points by dimension.
  public var weights: ValueMap

  /// Creates a `TrainedWeights` from its fields.
  public init(version: String, weights: ValueMap) { (self.version, self.weights) = (version, weights) }
}

/// Compares the weights in force with those that training would make, on searches that training did not see.
public struct EvaluateWeights: ControlRequest {
  /// The verb `matching.evaluate`, which reads. It may take long, and ends when the caller disconnects.
  public static let verb = Verb("matching.evaluate", isLong: true)
  /// The answer is a `WeightReport`.
  public typealias Answer = WeightReport

  /// Creates the request, which has no arguments.
  public init() {}
}

/// Means of nDCG@5 in basis points.
public struct WeightReport: Codable, Sendable {
  /// The searches with a booking.
  public var searches: Int64
  /// With the weights in force.
  public var present: Int64
  /// With trained ones.
  public var trained: Int64
  /// 95 of 100 resampled differences are at least this.
  public var differenceLow: Int64
  /// 95 of 100 resampled differences are at most this.
  public var differenceHigh: Int64
  /// Whether training helps more surely than by chance.
  public var isImprovement: Bool

  /// Creates a `WeightReport` from its fields.
  public init(
    searches: Int64, present: Int64, trained: Int64, differenceLow: Int64, differenceHigh: Int64, isImprovement: Bool
  ) {
    (self.searches, self.present, self.trained) = (searches, present, trained)
    (self.differenceLow, self.differenceHigh) = (differenceLow, differenceHigh)
    self.isImprovement = isImprovement
  }

  private enum CodingKeys: String, CodingKey {
    case searches, present, trained, differenceLow, differenceHigh
    case isImprovement = "improvement"
  }
}
