/// Measures of how well a ranking agrees with the gains of what it ranks.
public enum RankingMetrics {
  /// Normalised discounted cumulative gain with linear gain: 1 if the best stand first, 0 if nothing of use is among
  /// the first `depth`. Nil if nothing has a gain.
  ///
  /// - Parameters:
  ///   - ranking: best first, each once.
  ///   - gains: what each is worth; those that are missing are worth nothing.
  public static func ndcg(_ ranking: [String], gains: [String: Int], depth: Int) -> Double? {
    let ideal = discounted(gains.values.filter { $0 > 0 }.sorted(by: >), depth)
    guard ideal > 0 else { return nil }
    return discounted(ranking.map { max(0, gains[$0] ?? 0) }, depth) / ideal
  }

  /// One divided by the place of the first with a gain; 0 if there is none.
  public static func reciprocalRank(_ ranking: [String], gains: [String: Int]) -> Double {
    ranking.firstIndex { gains[$0] ?? 0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
  }

  /// Reciprocal-rank fusion of several rankings, best first; ties by name.
  public static func fuse(_ rankings: [[String]], constant: Double = 60) -> [String] {
    var scores: [String: Double] = [:]
    for ranking in rankings {
      for (place, name) in ranking.enumerated() { scores[name, default: 0] += 1 / (constant + Double(place + 1)) }
    }
    return scores.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
  }

  private static func discounted(_ gains: [Int], _ depth: Int) -> Double {
    gains.prefix(depth).enumerated().reduce(0) { sum, place in
      sum + Double(place.element) / ElementaryFunctions.log2(Double(place.offset + 2))
    }
  }
}
