/// An amount before and after a tax of a rate. The two parts always add up to the whole.
public struct NetGross: Hashable, Sendable {
  /// The amount before tax.
  public let net: Int64
  /// The tax.
  public let tax: Int64

  /// The amount with tax.
  public var gross: Int64 { net + tax }

  /// Adds the tax to a net amount: it is rounded half up, once. Returns nil if an amount does not fit into 64 bits.
  public init?(net: Int64, rate: BasisPoints) {
    guard let tax = rate.of(net), !net.addingReportingOverflow(tax).overflow else { return nil }
    (self.net, self.tax) = (net, tax)
  }

  /// Takes the tax out of a gross amount: the net amount is rounded half up, and the tax is the rest. Returns nil for a
  /// rate of -100 % or less.
  public init?(gross: Int64, rate: BasisPoints) {
    guard rate.value > -10_000,
      let net = Int64(exactly: Rounding.halfUp(Int128(gross) * 10_000, 10_000 + Int128(rate.value))),
      case let (tax, overflow) = gross.subtractingReportingOverflow(net), !overflow
    else { return nil }
    (self.net, self.tax) = (net, tax)
  }
}
