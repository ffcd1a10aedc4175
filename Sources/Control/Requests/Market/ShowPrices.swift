public import CEL

/// Shows the rules of prices and the rates of tax that are in force.
public struct ShowPrices: ControlRequest {
  /// The verb `prices.show`, which reads.
  public static let verb = Verb("prices.show")
  /// The answer is a `PricesInForce`.
  public typealias Answer = PricesInForce

  /// Creates the request, which has no arguments.
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

  /// Creates a `PricesInForce` from its fields.
  public init(version: Int64, pricing: ValueMap, tax: ValueMap, log: [RecordVersion]) {
    (self.version, self.pricing, self.tax, self.log) = (version, pricing, tax, log)
  }
}
