/// How much may be spent, in whole minor units of a currency. A missing bound is open.
public struct Budget: Hashable, Sendable {
  /// The lower bound; nil if open.
  public let min: Int64?
  /// The upper bound, which prices are compared with; nil if open.
  public let max: Int64?
  /// The code of ISO 4217.
  public let currency: String

  /// Returns nil if a bound is negative, both are missing, or `min` is above `max`.
  public init?(min: Int64? = nil, max: Int64? = nil, currency: String) {
    guard min != nil || max != nil, min ?? 0 >= 0, max ?? 0 >= 0, min ?? 0 <= max ?? .max else { return nil }
    self.min = min
    self.max = max
    self.currency = currency
  }
}
