/// A currency of ISO 4217, and how the payment provider counts in it. Every amount of this program is a whole number of the provider's
/// units; this is the one place that knows what such a number is worth.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// In capitals: `EUR`.
  public let code: String
  /// The digits after the point that ISO 4217 gives it. Ariary and ouguiya are divided by five, and have two all the same.
  public let isoDigits: Int
  /// The digits after the point in which amounts are counted: 2 for cents, 0 where the unit is the currency's own.
  public let digits: Int
  /// The digits after the point that people write; an amount that needs more is written with all of `digits`.
  public let shownDigits: Int
  /// Charges and refunds are multiples of this: 1, or 100 for a currency that is counted in hundredths and has none.
  public let chargeStep: Int64
  /// Payouts to a bank are multiples of this.
  public let payoutStep: Int64

  /// - Parameter code: three letters, in capitals or not. nil: ISO 4217 has no such currency.
  public init?(_ code: String) {
    let code = code.uppercased()
    guard let isoDigits = CurrencyTable.digits[code] else { return nil }
    let rule = CurrencyTable.providerRules[code]
    self.code = code
    self.isoDigits = isoDigits
    digits = rule?.digits ?? isoDigits
    shownDigits = rule?.shownDigits ?? digits
    chargeStep = rule?.chargeStep ?? 1
    payoutStep = rule?.payoutStep ?? chargeStep
  }

  /// Every currency of ISO 4217 that amounts can be in, by its code.
  public static let all: [Currency] = CurrencyTable.digits.keys.sorted().compactMap { Currency($0) }

  public var description: String { code }

  /// `15000` of EUR is `150.00`, of JPY `15000`, of UGX `150`: a plain decimal, without grouping, as other programs read it.
  public func decimal(_ amount: Int64) -> String {
    let (whole, fraction) = parts(amount)
    return "\(amount < 0 ? "-" : "")\(whole)\(fraction.isEmpty ? "" : ".\(fraction)")"
  }

  /// The digits before and after the point, without the sign. Digits that people do not write are left out only if they are zeros.
  public func parts(_ amount: Int64) -> (whole: String, fraction: String) {
    let text = String(amount.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let fraction = padded.suffix(digits)
    let hidden = fraction.dropFirst(shownDigits)
    return (
      String(padded.dropLast(digits)), String(hidden.allSatisfy { $0 == "0" } ? fraction.prefix(shownDigits) : fraction)
    )
  }

  /// The amount that a decimal means, the reverse of `decimal`: nil if it is none, is too large, or is finer than the currency is counted.
  public func amount(_ decimal: String) -> Int64? {
    let isNegative = decimal.hasPrefix("-")
    let halves = decimal.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count), halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }) else {
      return nil
    }
    let fraction = halves.count == 2 ? halves[1] : ""
    let finer = fraction.dropFirst(digits)
    guard finer.allSatisfy({ $0 == "0" }) else { return nil }
    let kept = fraction.prefix(digits)
    return Int64("\(isNegative ? "-" : "")\(halves[0])\(kept)\(String(repeating: "0", count: digits - kept.count))")
  }

  /// True if the provider can charge or refund the amount.
  public func isChargeable(_ amount: Int64) -> Bool { amount % chargeStep == 0 }

  /// The nearest amount towards zero that the provider can charge or refund: a share that was cut from a larger amount.
  public func chargeable(_ amount: Int64) -> Int64 { amount - amount % chargeStep }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
