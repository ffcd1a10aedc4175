/// Eight whole numbers from 0 to 100, one a dimension.
public struct DimensionScores: Hashable, Sendable {
  /// In the order of `Dimension.allCases`.
  private(set) var values: SIMD8<Int32>

  /// - Parameter values: in the order of `Dimension.allCases`; missing ones are 0, further ones are not read.
  public init(_ values: [Int] = []) {
    self.values = .zero
    for (index, value) in values.prefix(8).enumerated() { self.values[index] = Int32(min(100, max(0, value))) }
  }

  /// The score of a dimension. A new value below 0 becomes 0, one above 100 becomes 100.
  public subscript(dimension: Dimension) -> Int {
    get { Int(values[dimension.index]) }
    set { values[dimension.index] = Int32(min(100, max(0, newValue))) }
  }

  /// The scores in the order of `Dimension.allCases`.
  public var list: [Int] { Dimension.allCases.map { self[$0] } }
}

/// Each dimension as a function of its facts.
public enum DimensionFormula {
  /// - Parameters:
  ///   - textShare: BM25 divided by its upper bound.
  ///   - cosine: nil without a table of vectors.
  ///   - skillPoints: for each required skill the points of the best skill that the consultant has for it.
  public static func expertise(textShare: Double, cosine: Double?, skillPoints: [Int]) -> Int {
    let text = text(textShare: textShare, cosine: cosine)
    guard !skillPoints.isEmpty else { return text }
    return combined(skill: WholeNumbers.halfUp(skillPoints.reduce(0, +), skillPoints.count), text: text)
  }

  static func text(textShare: Double, cosine: Double?) -> Int {
    WholeNumbers.halfUp(200 * relevance(textShare: textShare, cosine: cosine), atMost: 100)
  }

  /// The relevance of a text: BM25 alone, or three parts of it and two of the cosine.
  public static func relevance(textShare: Double, cosine: Double?) -> Double {
    cosine.map { 0.6 * textShare + 0.4 * max(0, $0) } ?? textShare
  }

  static func combined(skill: Int, text: Int) -> Int { WholeNumbers.halfUp(70 * skill + 30 * text, 100) }

  /// 60 % of the level for a skill that is parent, child or sibling of the required one.
  public static func skillPoints(_ level: SkillLevel.Level, _ relation: Taxonomy.Relation) -> Int {
    switch relation {
    case .same: level.points
    case .close: WholeNumbers.halfUp(60 * level.points, 100)
    case .none: 0
    }
  }

  /// - Parameter relation: `close` only counts for a sibling or parent of the industry that was asked for.
  public static func industry(years: Int, _ relation: Taxonomy.Relation) -> Int {
    let whole = min(100, 40 + 10 * min(years, 6))
    switch relation {
    case .same: return whole
    case .close: return WholeNumbers.halfUp(whole, 2)
    case .none: return 0
    }
  }

  /// No industry was asked for.
  static let anyIndustry = 50

  /// - Parameter hoursToFirstFree: nil if nothing is free in the window that was asked for.
  public static func availability(hoursToFirstFree: Int?, hasHeavyWorkload: Bool) -> Int {
    let points =
      switch hoursToFirstFree {
      case .some(...24): 100
      case .some(...72): 85
      case .some(...168): 65
      case .some(...336): 40
      case .some(...720): 20
      default: 0
      }
    return max(0, points - (hasHeavyWorkload ? 10 : 0))
  }

  /// The mean is shrunk towards 4.5 by ten reviews that nobody wrote.
  public static func feedback(_ ratings: Ratings) -> Int {
    // 25 · (m − 1) with m = (45 + Σ) / (10 + n).
    WholeNumbers.halfUp(25 * max(0, 35 + ratings.sum - ratings.count), 10 + ratings.count)
  }

  /// - Parameter budget: in the same currency and at least 1.
  public static func price(_ price: Int64, budget: Int64) -> Int {
    let (price, budget) = (Int128(price), Int128(max(1, budget)))
    if price <= budget { return Int((2 * (100 * budget - 40 * price) + budget) / (2 * budget)) }
    return max(0, 60 - Int(min(1_000, (240 * (price - budget) + budget) / (2 * budget))))
  }

  /// - Parameters:
  ///   - asked: nil if the request names no style.
  ///   - declared: the consultant's own.
  public static func style(asked: CommunicationStyle?, declared: [CommunicationStyle]) -> Int {
    guard let asked, !declared.isEmpty else { return 50 }
    if declared.contains(asked) { return 100 }
    let neighbour: CommunicationStyle =
      switch asked {
      case .formal: .executive
      case .executive: .formal
      case .casual: .technical
      case .technical: .casual
      }
    return declared.contains(neighbour) ? 60 : 30
  }

  /// - Parameter asked: most preferred first; empty for any language.
  public static func language(asked: [Language], spoken: [Language]) -> Int {
    guard !asked.isEmpty else { return 100 }
    for (language, points) in zip(asked, [100, 85, 70, 70]) where spoken.contains(language) { return points }
    return spoken.contains(.english) ? 50 : 0
  }

  /// The percentage of bookings that were completed. It is shrunk towards 90 by ten bookings that nobody made.
  public static func delivery(_ history: DeliveryHistory) -> Int {
    WholeNumbers.halfUp(100 * (history.completed + 9), history.completed + history.failed + 10)
  }
}
