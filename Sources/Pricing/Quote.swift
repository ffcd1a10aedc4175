public import CivilTime
public import Money

/// The facts from which a quote is made.
public struct QuoteRequest: Hashable, Sendable {
  /// The base in minor units.
  public var base: Int64
  /// The consultant's lowest and highest price; nil without.
  public var floor: Int64?
  /// The consultant's highest price.
  public var ceiling: Int64?
  /// ISO 4217.
  public var currency: String
  /// The facts that the price depends on.
  public var facts: PriceFacts
  /// The coupon, if it holds.
  public var coupon: Coupon?
  /// The payer, as far as the tax is concerned.
  public var subject: TaxSubject
  /// The day of the supply.
  public var date: LocalDate

  /// - Parameter base: in minor units.
  public init(
    base: Int64, floor: Int64? = nil, ceiling: Int64? = nil, currency: String, facts: PriceFacts,
    coupon: Coupon? = nil, subject: TaxSubject, date: LocalDate
  ) {
    (self.base, self.floor, self.ceiling, self.currency) = (base, floor, ceiling, currency)
    (self.facts, self.coupon, self.subject, self.date) = (facts, coupon, subject, date)
  }
}

/// A price that holds until it expires, with everything that led to it.
public struct Quote: Hashable, Sendable {
  /// The price before tax with its lines.
  public let price: Price
  /// ISO 4217.
  public let currency: String
  /// The tax on top of the price.
  public let tax: Tax
  /// The consultant's share of the price before tax.
  public let payout: Int64
  /// The rest of the price before tax.
  public let fee: Int64
  /// The version of the rules.
  public let rules: Int64
  /// The facts that the price was made from.
  public let facts: PriceFacts
  /// When it was made.
  public let created: Instant
  /// From then on it does not hold.
  public let expires: Instant
  /// True after the one extension that there is.
  public let isExtended: Bool

  /// The amount that the client pays.
  public var total: Int64 { price.amount + tax.amount }

  /// How long a quote holds, and by how much it may be extended once: as long as a card payment is waited for.
  public static let validity: Duration = .seconds(900)

  /// Makes the quote. Returns nil if an amount does not fit, or the supplier's country has no rate of tax.
  public init?(
    _ request: QuoteRequest, rules: PriceRules, taxes: TaxTable, payoutShare: BasisPoints, now: Instant,
    validity: Duration = Quote.validity
  ) {
    guard
      let price = Price(
        base: request.base, factors: request.facts.factors(rules), rules: rules, floor: request.floor,
        ceiling: request.ceiling, coupon: request.coupon),
      let tax = Tax(net: price.amount, for: request.subject, on: request.date, table: taxes),
      let payout = payoutShare.share(of: price.amount), let expires = now.adding(validity),
      !price.amount.addingReportingOverflow(tax.amount).overflow
    else { return nil }
    (self.price, self.tax, self.payout) = (price, tax, payout)
    fee = price.amount - payout
    currency = request.currency
    self.rules = rules.version
    facts = request.facts
    (created, self.expires) = (now, expires)
    isExtended = false
  }

  private init(_ quote: Quote, until expires: Instant) {
    (price, tax, payout, fee) = (quote.price, quote.tax, quote.payout, quote.fee)
    (currency, rules, facts, created) = (quote.currency, quote.rules, quote.facts, quote.created)
    self.expires = expires
    isExtended = true
  }

  /// True from the expiry on.
  public func isExpired(at now: Instant) -> Bool { now >= expires }

  /// Returns the quote with its time extended; nil if it is expired or was extended before.
  public func extended(at now: Instant, by validity: Duration = Quote.validity) -> Quote? {
    guard !isExtended, !isExpired(at: now), let later = expires.adding(validity) else { return nil }
    return Quote(self, until: later)
  }

  /// The share of a refund that is tax, when `refunded` of the price had been given back before and `amount` more is:
  /// what is due of the tax in proportion, less what was given back, so that a full refund gives back all of it.
  public func taxRefund(of amount: Int64, after refunded: Int64) -> Int64 {
    func due(_ part: Int64) -> Int64 {
      guard price.amount > 0 else { return 0 }
      return Int64(clamping: Rounding.down(Int128(tax.amount) * Int128(part), Int128(price.amount)))
    }
    return due(refunded + amount) - due(refunded)
  }
}
