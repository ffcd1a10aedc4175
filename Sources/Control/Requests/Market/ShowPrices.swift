public import CEL

/// Shows the rules of prices and the rates of tax that are in force.
public struct ShowPrices: ControlRequest {
  public static let verb = Verb("prices.show")
  public typealias Answer = PricesInForce

  public init() {}
}

/// The rules and rates by which prices are made.
public struct PricesInForce: Codable, Sendable {
  /// The version of the rules, which quotes name; 0 while nobody has set any.
  public var version: Int64
  /// The factors by demand, urgency, complexity, specialization and season, in basis points; the bounds and the rounding.
  public var pricing: ValueMap
  /// The supplier's country, and the rates of countries from a day on, in basis points.
  public var tax: ValueMap
  /// Every version of the rules, the oldest first.
  public var log: [RecordVersion]

  public init(version: Int64, pricing: ValueMap, tax: ValueMap, log: [RecordVersion]) {
    (self.version, self.pricing, self.tax, self.log) = (version, pricing, tax, log)
  }
}
