public import CivilTime
public import Money

/// A reduction that a code gives. It comes after the rounding and takes from the price before tax, so that the
/// consultant's share and the fee bear it alike.
public struct Coupon: Hashable, Sendable {
  /// How much it takes away.
  public enum Reduction: Hashable, Sendable {
    /// A share of the price, rounded down.
    case share(BasisPoints)
    /// An amount in minor units of a currency.
    case amount(Int64, currency: String)
  }

  /// The code, in capitals.
  public var code: String
  /// How much it takes away.
  public var reduction: Reduction
  /// From when it holds.
  public var from: Instant
  /// Until when; exclusive.
  public var until: Instant
  /// The types of services that it holds for; all if empty.
  public var services: Set<String>
  /// The lowest price that it holds for, in minor units.
  public var leastPrice: Int64
  /// How often it may be used.
  public var uses: Int

  /// The reason why a coupon does not hold.
  public enum Refusal: String, Hashable, Sendable, CaseIterable {
    case couponNotYet = "coupon_not_yet"
    case couponExpired = "coupon_expired"
    case couponUsedUp = "coupon_used_up"
    case couponOtherService = "coupon_other_service"
    case couponOtherCurrency = "coupon_other_currency"
    case couponPriceTooLow = "coupon_price_too_low"
  }

  /// - Parameter until: exclusive.
  public init(
    code: String, reduction: Reduction, from: Instant = .earliest, until: Instant = .latest,
    services: Set<String> = [], leastPrice: Int64 = 0, uses: Int = 1_000_000
  ) {
    (self.code, self.reduction, self.from, self.until) = (code, reduction, from, until)
    (self.services, self.leastPrice, self.uses) = (services, leastPrice, uses)
  }

  /// Returns the reason why the coupon does not hold for a price; nil if it holds.
  public func refusal(service: String, price: Int64, currency: String, used: Int, now: Instant) -> Refusal? {
    if now < from { return .couponNotYet }
    if now >= until { return .couponExpired }
    if used >= uses { return .couponUsedUp }
    if !services.isEmpty, !services.contains(service) { return .couponOtherService }
    if case .amount(_, let own) = reduction, own != currency { return .couponOtherCurrency }
    return price < leastPrice ? .couponPriceTooLow : nil
  }

  /// Returns the price after the reduction, which is one step at least: nothing is booked for nothing.
  func price(after price: Int64, roundTo: Int64) -> Int64 {
    let less =
      switch reduction {
      case .share(let share): share.share(of: price) ?? 0
      case .amount(let amount, _): amount
      }
    return max(min(price, roundTo), price - max(0, less))
  }
}
