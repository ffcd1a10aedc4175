/// Compares weights with those that training would make, on searches that the training did not see.
public struct WeightEvaluation: Sendable {
  static let folds = 5
  static let depth = 5
  static let samples = 1_000
  private static let seed: UInt64 = 20_270_328

  /// The training whose weights are compared with the present ones.
  public let training: WeightTraining
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  /// - Parameter digest: SHA-256; it assigns searches to folds.
  public init(training: WeightTraining = WeightTraining(), digest: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.training = training
    self.digest = digest
  }

  /// Means of nDCG@5 in basis points, and how sure their difference is.
  public struct Report: Hashable, Sendable {
    /// The number of searches with a booking.
    public let searches: Int
    /// The mean nDCG@5 of the rankings by the present weights.
    public let present: Int
    /// The mean nDCG@5 of the rankings by weights that were trained on the other searches.
    public let trained: Int
    /// 95 of 100 resampled differences are between these two.
    public let differenceLow: Int
    /// The upper end of that interval.
    public let differenceHigh: Int

    /// - Parameter searches: those with a booking.
    public init(searches: Int, present: Int, trained: Int, differenceLow: Int, differenceHigh: Int) {
      (self.searches, self.present, self.trained) = (searches, present, trained)
      (self.differenceLow, self.differenceHigh) = (differenceLow, differenceHigh)
    }

    /// Training helps more surely than by chance.
    public var isImprovement: Bool { differenceLow > 0 }
  }

  /// Divides the searches with a booking into five parts, and compares the weights on each part after training on the
  /// four others.
  ///
  /// - Throws: `tooFewBookings` for fewer than 200 searches with a booking, `nothingToCompare` if a training finds no
  ///   pair.
  public func evaluate(
    _ records: [SearchRecord], present: RankingWeights
  ) throws(WeightTraining.Refusal) -> Report {
    let booked = records.filter(\.hasBooking).sorted { $0.id < $1.id }
    guard booked.count >= WeightTraining.leastBookedSearches else {
      throw .tooFewBookings(booked.count)
    }
    let fold = booked.map { Int(digest(Array($0.id.utf8)).first ?? 0) % Self.folds }
    var before: [Double] = []
    var after: [Double] = []
    for held in 0..<Self.folds {
      let seen = booked.indices.filter { fold[$0] != held }.map { booked[$0] }
      let trained = try training.fit(seen, from: present, version: "fold-\(held)")
      for index in booked.indices where fold[index] == held {
        before.append(Self.ndcg(booked[index], present))
        after.append(Self.ndcg(booked[index], trained))
      }
    }
    let differences = zip(after, before).map { $0 - $1 }
    let (low, high) = Self.interval(differences)
    return Report(
      searches: booked.count, present: Self.basisPoints(Self.mean(before)),
      trained: Self.basisPoints(Self.mean(after)), differenceLow: Self.basisPoints(low),
      differenceHigh: Self.basisPoints(high))
  }

  private static func ndcg(_ record: SearchRecord, _ weights: RankingWeights) -> Double {
    let ranking = record.shown.sorted { a, b in
      let (x, y) = (weights.weightedSum(a.scores), weights.weightedSum(b.scores))
      return x != y ? x > y : a.consultant < b.consultant
    }
    let gains = Dictionary(record.shown.map { ($0.consultant, $0.outcome.gain) }) { max($0, $1) }
    return RankingMetrics.ndcg(ranking.map(\.consultant), gains: gains, depth: depth) ?? 0
  }

  /// The paired bootstrap: differences drawn with replacement, always the same ones.
  private static func interval(_ differences: [Double]) -> (low: Double, high: Double) {
    var state = seed
    let means = (0..<samples).map { _ in
      mean(differences.map { _ in differences[Int(next(&state) % UInt64(differences.count))] })
    }.sorted()
    return (means[samples * 25 / 1_000], means[samples * 975 / 1_000 - 1])
  }

  /// SplitMix64.
  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  private static func basisPoints(_ value: Double) -> Int { Int((value * 10_000).rounded()) }
}
