/// The price of each candidate and the budget it is held against. Prices are never converted: each is compared within
/// its own currency.
struct PriceComparison {
  private let criteria: MatchCriteria
  /// 1.25 times the median of the candidates' prices, by currency.
  private var usual: [String: Int64] = [:]

  init(_ criteria: MatchCriteria, _ offers: some Sequence<[ServicePrice]>) {
    self.criteria = criteria
    guard criteria.budget?.max == nil else { return }
    var prices: [String: [Int64]] = [:]
    for offer in offers {
      if let price = price(in: offer) { prices[price.currency, default: []].append(price.amount) }
    }
    for (currency, amounts) in prices {
      let sorted = amounts.sorted()
      // The median of an even number is the mean of the two in the middle, so twice the median is always whole.
      let twice = Int128(sorted[(sorted.count - 1) / 2]) + Int128(sorted[sorted.count / 2])
      usual[currency] = Int64(clamping: (5 * twice + 4) / 8)
    }
  }

  /// The lowest price of the asked service in the currency of the budget, or in the first currency without one.
  func price(in offer: [ServicePrice]) -> ServicePrice? {
    var lowest: ServicePrice?
    let currency = criteria.budget?.currency ?? offer.first?.currency
    for price in offer where price.currency == currency {
      if let service = criteria.service, price.service != service { continue }
      if price.amount < lowest?.amount ?? .max { lowest = price }
    }
    return lowest
  }

  /// 0 without a price in the budget's currency.
  func score(_ offer: [ServicePrice]) -> Int {
    guard let price = price(in: offer), let budget = budget(price.currency) else { return 0 }
    return DimensionFormula.price(price.amount, budget: budget)
  }

  private func budget(_ currency: String) -> Int64? { criteria.budget?.max ?? usual[currency] }

  /// By how many percent the price exceeds what the client named; nil if it does not.
  func excessPercent(_ offer: [ServicePrice]) -> Int? {
    guard let budget = criteria.budget?.max, let price = price(in: offer), price.amount > budget else { return nil }
    return Int(
      min(
        9_999, (200 * (Int128(price.amount) - Int128(budget)) + Int128(max(1, budget))) / (2 * Int128(max(1, budget)))))
  }
}
