public import CivilTime
public import Money

/// From a value on, a factor.
public struct PriceStep: Hashable, Sendable {
  /// The factor holds from this value on.
  public var from: Int64
  /// The factor.
  public var factor: BasisPoints

  /// - Parameter from: the factor holds from this value on.
  public init(from: Int64, factor: BasisPoints) { (self.from, self.factor) = (from, factor) }
}

/// Days with a factor of their own, both included, on the calendar of the consultant's zone.
public struct Season: Hashable, Sendable {
  /// The first day.
  public var from: LocalDate
  /// The last day.
  public var to: LocalDate
  /// The factor.
  public var factor: BasisPoints

  /// - Parameter to: the last day.
  public init(from: LocalDate, to: LocalDate, factor: BasisPoints) {
    (self.from, self.to, self.factor) = (from, to, factor)
  }
}

/// How proficient somebody is in what a client asks for.
public enum Specialization: String, Hashable, Sendable, CaseIterable {
  /// Not in particular.
  case none
  /// A specialization in the industry, and a required skill as an expert.
  case expert
  /// The same as somebody whom others follow.
  case thoughtLeader = "thought_leader"
}

/// How prices are made: tables of factors and the bounds of the whole. Rules are versioned; a quote names the version
/// that it was made with.
public struct PriceRules: Hashable, Sendable {
  /// Rises with each change.
  public var version: Int64 = 1
  /// By the share of the consultant's time that is booked, in basis points.
  public var demand: [PriceStep]
  /// By minutes from the quote to the start.
  public var urgency: [PriceStep]
  /// By the number of levels above what the service includes.
  public var complexity: [PriceStep]
  /// For an expert and for a thought leader.
  public var specialization: [Specialization: BasisPoints]
  /// No two have a day in common.
  public var seasons: [Season]
  /// The bounds of the product of all factors.
  public var cap: ClosedRange<Int64>
  /// Prices are whole multiples of this, in minor units.
  public var roundTo: Int64
  /// Types of services whose demand and urgency do not count.
  public var fixed: Set<String>

  /// The rules that hold until somebody sets others.
  public static let standard = PriceRules(
    demand: [
      PriceStep(from: 0, factor: .whole), PriceStep(from: 5_000, factor: BasisPoints(11_000)),
      PriceStep(from: 7_500, factor: BasisPoints(12_500)), PriceStep(from: 8_500, factor: BasisPoints(15_000)),
      PriceStep(from: 9_500, factor: BasisPoints(20_000)),
    ],
    urgency: [
      PriceStep(from: 0, factor: BasisPoints(15_000)), PriceStep(from: 360, factor: BasisPoints(13_000)),
      PriceStep(from: 1_440, factor: BasisPoints(11_000)), PriceStep(from: 4_320, factor: .whole),
    ],
    complexity: [
      PriceStep(from: 0, factor: .whole), PriceStep(from: 1, factor: BasisPoints(11_000)),
      PriceStep(from: 2, factor: BasisPoints(12_500)), PriceStep(from: 3, factor: BasisPoints(15_000)),
    ],
    specialization: [.expert: BasisPoints(11_000), .thoughtLeader: BasisPoints(12_000)])

  /// - Parameters:
  ///   - cap: the bounds of the product of all factors, in basis points.
  ///   - roundTo: above 0.
  public init(
    version: Int64 = 1, demand: [PriceStep], urgency: [PriceStep], complexity: [PriceStep],
    specialization: [Specialization: BasisPoints], seasons: [Season] = [], cap: ClosedRange<Int64> = 8_000...25_000,
    roundTo: Int64 = 100, fixed: Set<String> = []
  ) {
    (self.version, self.demand, self.urgency, self.complexity) = (version, demand, urgency, complexity)
    (self.specialization, self.seasons, self.cap, self.roundTo) = (specialization, seasons, cap, roundTo)
    self.fixed = fixed
  }

  static func factor(_ steps: [PriceStep], at value: Int64) -> BasisPoints {
    steps.last { $0.from <= value }?.factor ?? .whole
  }

  /// The factor of a day.
  public func season(on date: LocalDate) -> BasisPoints {
    seasons.first { $0.from <= date && date <= $0.to }?.factor ?? .whole
  }
}
