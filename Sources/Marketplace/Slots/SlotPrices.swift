public import Availability
public import CivilTime
import Money
public import Pricing

/// The price of a start as it is offered beside it: as a quote would say it now, for a project that asks for nothing more
/// than the service includes.
public struct SlotPrice: Hashable, Sendable {
  /// In minor units of the consultant's currency, before tax.
  public let amount: Int64
  /// The price beside the base, in basis points.
  public let multiplier: Int64
  /// A word for how much of the consultant's time around that day is booked.
  public let demandLevel: String
}

/// Prices the starts of one consultant; the demand of a day is counted once.
public struct SlotPrices {
  private let prepared: SlotSearch.Prepared
  private let rules: PriceRules
  private let paid: [Interval]
  private let now: Instant
  private let base: Int64?
  /// The consultant's time, with the days around the window.
  private let offered: IntervalSet
  private var demands: [LocalDate: Demand] = [:]

  /// - Parameter paid: the meetings within the search's `reach` that count as demand.
  public init(_ prepared: SlotSearch.Prepared, rules: PriceRules, paid: [Interval], now: Instant) {
    (self.prepared, self.rules, self.paid, self.now) = (prepared, rules, paid, now)
    base = prepared.priceBase
    offered = prepared.offered(in: prepared.reach, now: now)
  }

  /// Returns the price of a start; nil if there is none, because an amount is out of range.
  public mutating func price(of start: Int64) -> SlotPrice? {
    guard let base, let instant = Instant(seconds: start) else { return nil }
    let date = prepared.localDate(instant)
    guard let demand = demand(around: date) else { return nil }
    let facts = prepared.facts(start: start, date: date, demand: demand, rules: rules, now: now)
    let consultant = prepared.consultant
    guard
      let price = Price(
        base: base, factors: facts.factors(rules), rules: rules, floor: consultant.floor, ceiling: consultant.ceiling)
    else { return nil }
    return SlotPrice(
      amount: price.amount, multiplier: BasisPoints.ratio(price.amount, of: base).value,
      demandLevel: demand.level)
  }

  private mutating func demand(around date: LocalDate) -> Demand? {
    if let known = demands[date] { return known }
    guard let window = prepared.demandWindow(around: date) else { return nil }
    let booked = paid.reduce(0) { $0 + $1.common(window).seconds } / 60
    let demand = Demand(offered: offered.within(window).seconds / 60, booked: booked)
    demands[date] = demand
    return demand
  }
}
