public import Money

/// How much of a consultant's offered time is booked.
public struct Demand: Hashable, Sendable {
  /// The offered minutes from three days before the start's day to three days after it.
  public let offered: Int64
  /// The booked minutes of the same days: paid, not cancelled. Holds and pending payments do not count.
  public let booked: Int64

  /// - Parameters:
  ///   - offered: not negative.
  ///   - booked: not negative.
  public init(offered: Int64, booked: Int64) { (self.offered, self.booked) = (offered, booked) }

  /// Below this many offered minutes, one meeting would decide the price.
  public static let leastOffered: Int64 = 240

  /// The booked share; zero if too little time is offered, the whole at most.
  public var share: BasisPoints {
    offered < Self.leastOffered ? .zero : min(.whole, BasisPoints.ratio(booked, of: offered))
  }

  /// A word for the share.
  public var level: String { share.value < 5_000 ? "low" : share.value < 7_500 ? "medium" : "high" }
}

/// Whether a project is simple or not; each level is one above the former.
public enum Complexity: String, Hashable, Sendable, CaseIterable {
  case basic, intermediate, advanced, enterprise

  /// 0 to 3.
  public var level: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The facts that a price depends on. None of them is about the person who asks.
public struct PriceFacts: Hashable, Sendable {
  /// The share of the consultant's time that is booked.
  public var demand: BasisPoints
  /// Minutes from the quote to the start.
  public var leadMinutes: Int64
  /// The complexity that the client asks for.
  public var complexity: Complexity
  /// The complexity that the service includes.
  public var included: Complexity
  /// How special the consultant's knowledge is.
  public var specialization: Specialization
  /// The season's factor of the start's day.
  public var season: BasisPoints
  /// False if the consultant has switched it off, or the service's price is fixed.
  public var demandCounts: Bool
  /// False if the consultant has switched it off, or the service's price is fixed.
  public var urgencyCounts: Bool

  /// Everything neutral but for what is given.
  public init(
    demand: BasisPoints = .zero, leadMinutes: Int64 = .max, complexity: Complexity = .basic,
    included: Complexity = .basic, specialization: Specialization = .none, season: BasisPoints = .whole,
    demandCounts: Bool = true, urgencyCounts: Bool = true
  ) {
    (self.demand, self.leadMinutes, self.complexity, self.included) = (demand, leadMinutes, complexity, included)
    (self.specialization, self.season) = (specialization, season)
    (self.demandCounts, self.urgencyCounts) = (demandCounts, urgencyCounts)
  }

  /// Returns the factors by the tables of the rules.
  public func factors(_ rules: PriceRules) -> PriceFactors {
    var factors = PriceFactors()
    if demandCounts { factors.demand = PriceRules.factor(rules.demand, at: demand.value) }
    if urgencyCounts { factors.urgency = PriceRules.factor(rules.urgency, at: max(0, leadMinutes)) }
    let above = max(0, complexity.level - included.level)
    factors.complexity = PriceRules.factor(rules.complexity, at: Int64(above))
    factors.specialization = rules.specialization[specialization] ?? .whole
    factors.season = season
    return factors
  }
}
