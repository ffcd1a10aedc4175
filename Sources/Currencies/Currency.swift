/// A currency of ISO 4217 and the unit in which the payment provider counts it. Every amount in this program is a whole
/// number of the provider's units, and no other type knows the value of that unit.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// The code in capitals: `EUR`.
  public let code: String
  /// The number of decimal places that ISO 4217 gives the currency. Ariary and ouguiya are divided by five and have 2
  /// nevertheless.
  public let isoDigits: Int
  /// The number of decimal places in which amounts are counted: 2 for cents, 0 if the unit is the currency's own.
  public let digits: Int
  /// The number of decimal places that people write. An amount that needs more is written with all of `digits`.
  public let shownDigits: Int
  /// Charges and refunds have to be multiples of this: 1, or more where the provider counts finer than it can charge.
  public let chargeStep: Int64
  /// Payouts to a bank have to be multiples of this.
  public let payoutStep: Int64

  /// Returns nil if ISO 4217 has no such currency.
  ///
  /// - Parameter code: three letters in any case.
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

  /// Every currency of ISO 4217 in which amounts can be stated, in ascending order of code.
  public static let all: [Currency] = CurrencyTable.digits.keys.sorted().compactMap { Currency($0) }

  /// The code.
  public var description: String { code }

  /// Formats an amount as a plain decimal without grouping, as other programs read it: 15000 of EUR is `150.00`, of JPY
  /// `15000`, of UGX `150`.
  public func decimal(_ amount: Int64) -> String {
    let (whole, fraction) = parts(amount)
    return "\(amount < 0 ? "-" : "")\(whole)\(fraction.isEmpty ? "" : ".\(fraction)")"
  }

  /// Returns the digits before and after the point, without the sign. Places that people do not write are left out if
  /// they are zeros.
  public func parts(_ amount: Int64) -> (whole: String, fraction: String) {
    let text = String(amount.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let fraction = padded.suffix(digits)
    let hidden = fraction.dropFirst(shownDigits)
    return (
      String(padded.dropLast(digits)), String(hidden.allSatisfy { $0 == "0" } ? fraction.prefix(shownDigits) : fraction)
    )
  }

  /// Parses a decimal, the reverse of `decimal`. Returns nil if the text is not a decimal, is too large, or has more
  /// places than the currency.
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

  /// Rounds an amount, such as a share of a larger one, towards zero to one that the provider can charge or refund.
  public func chargeable(_ amount: Int64) -> Int64 { amount - amount % chargeStep }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
