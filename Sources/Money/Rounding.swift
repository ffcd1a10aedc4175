/// Exact division of whole numbers. Amounts, shares and taxes are rounded here and nowhere else.
public enum Rounding {
  /// Returns numerator ÷ denominator, rounded half up: ⌊(2a + b) ÷ 2b⌋. A negative numerator is rounded towards plus
  /// infinity at the half, so that a price and its lines round alike.
  ///
  /// - Parameter denominator: above 0.
  public static func halfUp(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    down(2 * numerator + denominator, 2 * denominator)
  }

  /// Returns numerator ÷ denominator, rounded towards minus infinity.
  ///
  /// - Parameter denominator: above 0.
  public static func down(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Returns the multiple of `step` that is nearest to the amount, half up, but not below one step.
  ///
  /// - Parameter step: above 0.
  public static func toStep(_ amount: Int64, _ step: Int64) -> Int64 {
    let steps = halfUp(Int128(amount), Int128(step))
    return Int64(clamping: max(1, steps) * Int128(step))
  }
}
