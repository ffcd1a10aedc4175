public import Money

/// One step on the way from the base to the price.
public struct PriceLine: Hashable, Sendable {
  /// The reason for a line.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// How much of the consultant's time is booked already.
    case demand
    /// How soon the meeting is.
    case urgency
    /// How far the project goes beyond what the service includes.
    case complexity
    /// How special the consultant's knowledge is in what was asked for.
    case specialization
    /// The days of the year.
    case season
    /// The consultant's lowest price.
    case floor
    /// The consultant's highest price.
    case ceiling
    /// The bounds of all factors together.
    case cap
    /// To a whole multiple of what prices are rounded to.
    case rounding
    /// A coupon.
    case coupon
  }

  /// The reason.
  public let kind: Kind
  /// The factor; nil for lines without one.
  public let factor: BasisPoints?
  /// The amount that it adds to the price, in minor units; negative if it takes away.
  public let amount: Int64

  /// - Parameter factor: nil for lines without one.
  public init(_ kind: Kind, factor: BasisPoints? = nil, amount: Int64) {
    (self.kind, self.factor, self.amount) = (kind, factor, amount)
  }
}

/// The five factors of a price, in the order in which they are applied.
public struct PriceFactors: Hashable, Sendable {
  /// The demand.
  public var demand = BasisPoints.whole
  /// The urgency.
  public var urgency = BasisPoints.whole
  /// The complexity.
  public var complexity = BasisPoints.whole
  /// The specialization.
  public var specialization = BasisPoints.whole
  /// The season.
  public var season = BasisPoints.whole

  /// All factors neutral.
  public init() {}

  /// Each with its kind, in order.
  public var inOrder: [(kind: PriceLine.Kind, factor: BasisPoints)] {
    [
      (.demand, demand), (.urgency, urgency), (.complexity, complexity), (.specialization, specialization),
      (.season, season),
    ]
  }
}

/// A price before tax with the lines that lead to it. The base and all lines add up to the price.
public struct Price: Hashable, Sendable {
  /// The base in minor units.
  public let base: Int64
  /// In the order in which they were applied; those that change nothing are left out.
  public let lines: [PriceLine]

  /// The price in minor units.
  public var amount: Int64 { base + lines.reduce(0) { $0 + $1.amount } }

  /// The largest base, as much as the payment provider takes at once.
  public static let largestBase: Int64 = 99_999_999

  /// Multiplies the base by the factors, exactly, and rounds each partial product once. Then come the consultant's floor
  /// and ceiling, the cap, the rounding to `roundTo`, and last the coupon.
  ///
  /// - Parameter base: 1 to `largestBase`; otherwise the answer is nil, as for factors that make it overflow.
  public init?(
    base: Int64, factors: PriceFactors, rules: PriceRules, floor: Int64? = nil, ceiling: Int64? = nil,
    coupon: Coupon? = nil
  ) {
    guard (1...Self.largestBase).contains(base), rules.roundTo > 0 else { return nil }
    var lines: [PriceLine] = []
    var amount = base
    var product = Int128(base)
    var scale: Int128 = 1
    for (kind, factor) in factors.inOrder where factor != .whole {
      guard (1...100_000).contains(factor.value) else { return nil }
      product *= Int128(factor.value)
      scale *= 10_000
      guard let next = Int64(exactly: Rounding.halfUp(product, scale)) else { return nil }
      lines.append(PriceLine(kind, factor: factor, amount: next - amount))
      amount = next
    }
    func move(to next: Int64, _ kind: PriceLine.Kind) {
      if next != amount { lines.append(PriceLine(kind, amount: next - amount)) }
      amount = next
    }
    if let floor, amount < floor { move(to: floor, .floor) }
    if let ceiling, amount > ceiling { move(to: ceiling, .ceiling) }
    guard let least = BasisPoints(rules.cap.lowerBound).of(base), let most = BasisPoints(rules.cap.upperBound).of(base)
    else { return nil }
    move(to: min(max(amount, least), most), .cap)
    move(to: Rounding.toStep(amount, rules.roundTo), .rounding)
    if let coupon { move(to: coupon.price(after: amount, roundTo: rules.roundTo), .coupon) }
    (self.base, self.lines) = (base, lines)
  }

  /// Returns the price of a number of minutes at a rate for the hour, rounded half up.
  public static func hourly(_ rate: Int64, minutes: Int) -> Int64? {
    Int64(exactly: Rounding.halfUp(Int128(rate) * Int128(minutes), 60))
  }
}
