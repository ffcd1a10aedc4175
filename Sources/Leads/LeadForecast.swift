/// The past results of leads of a grade.
public struct LeadForecast: Sendable {
  /// The prior counts as so many leads.
  private static let priorLeads = 20

  /// Leads of a grade that were closed, and those of them that were won.
  public struct History: Hashable, Sendable {
    /// The number of leads that were won or lost.
    public let closed: Int
    /// The number of closed leads that became clients.
    public let won: Int

    /// Creates a history; without arguments no lead was closed, and the prior alone makes a probability.
    public init(closed: Int = 0, won: Int = 0) {
      self.closed = closed
      self.won = won
    }
  }

  /// The probability, in basis points, that a lead becomes a client.
  public static func conversionProbability(_ grade: LeadScore.Grade, _ history: History) -> Int {
    LeadScoring.halfUp(history.won * 10_000 + priorLeads * prior(grade), history.closed + priorLeads)
  }

  /// The value that a lead may have, in minor units: the service's average order, and the share of clients who return.
  ///
  /// - Parameter repeatRate: in basis points.
  public static func potentialValue(averageOrder: Int64, repeatRate: Int) -> Int64? {
    let value = (2 * Int128(averageOrder) * Int128(10_000 + repeatRate) + 10_000) / 20_000
    return Int64(exactly: value)
  }

  private static func prior(_ grade: LeadScore.Grade) -> Int {
    switch grade {
    case .a: 4_000
    case .b: 2_500
    case .c: 1_200
    case .d: 400
    }
  }
}
