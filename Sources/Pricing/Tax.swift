public import CivilTime
public import Money

/// The rates of countries, each from a day on.
public struct TaxTable: Hashable, Sendable {
  /// A rate and the first day on which it holds.
  public struct Rate: Hashable, Sendable {
    /// The first day.
    public let from: LocalDate
    /// The rate.
    public let rate: BasisPoints

    /// - Parameter from: the first day.
    public init(from: LocalDate, rate: BasisPoints) { (self.from, self.rate) = (from, rate) }
  }

  /// By ISO 3166 code of the country, in ascending order of day.
  public var rates: [String: [Rate]]
  /// The country of the supplier, which is the platform.
  public var supplier: String

  /// - Parameters:
  ///   - rates: by ISO 3166 code.
  ///   - supplier: must have a rate.
  public init(rates: [String: [Rate]], supplier: String) {
    self.rates = rates.mapValues { $0.sorted { $0.from < $1.from } }
    self.supplier = supplier
  }

  /// The members of the union whose businesses account for the tax themselves (Directive 2006/112/EC, Art. 44 and 196),
  /// by ISO 3166.
  public static let union: Set<String> = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
  ]

  /// Returns the rate of a country on a day; nil if the table does not say.
  public func rate(of country: String, on date: LocalDate) -> BasisPoints? {
    rates[country]?.last { $0.from <= date }?.rate
  }
}

/// The facts about a client that decide the tax.
public struct TaxSubject: Hashable, Sendable {
  /// ISO 3166.
  public var country: String
  /// True for a business, false for a consumer.
  public var isBusiness: Bool
  /// As it was given.
  public var vatNumber: String?

  /// - Parameter country: ISO 3166.
  public init(country: String, isBusiness: Bool, vatNumber: String? = nil) {
    (self.country, self.isBusiness, self.vatNumber) = (country, isBusiness, vatNumber)
  }
}

/// The tax of a price.
public struct Tax: Hashable, Sendable {
  /// How the tax came about.
  public enum Treatment: String, Hashable, Sendable, CaseIterable {
    /// The client is in the supplier's country.
    case domestic
    /// A business in another country of the union accounts for the tax itself.
    case reverseCharge = "reverse_charge"
    /// The supplier's rate, for want of a valid number or because the client is a consumer.
    case suppliersRate = "suppliers_rate"
    /// A business outside of the union: not taxable here.
    case outsideScope = "outside_scope"
  }

  /// How the tax came about.
  public let treatment: Treatment
  /// The rate.
  public let rate: BasisPoints
  /// The tax in minor units.
  public let amount: Int64
  /// True if a number passed its check digits and nobody has asked the authority yet.
  public let isUnconfirmed: Bool
  /// The sentence that a receipt has to show; nil if none.
  public let note: String?

  /// Decides and computes the tax of a net amount, once for the whole. Returns nil if the supplier's country has no
  /// rate on that day, or if the amount does not fit into 64 bits.
  public init?(net: Int64, for subject: TaxSubject, on date: LocalDate, table: TaxTable) {
    guard let own = table.rate(of: table.supplier, on: date) else { return nil }
    let isUnion = TaxTable.union.contains(subject.country)
    let number = subject.vatNumber.map { VATNumber($0) } ?? nil
    let hasNumber = number?.isValid == true && number?.country == subject.country
    let treatment: Treatment =
      if subject.country == table.supplier {
        .domestic
      } else if isUnion {
        subject.isBusiness && hasNumber && TaxTable.union.contains(table.supplier) ? .reverseCharge : .suppliersRate
      } else {
        subject.isBusiness ? .outsideScope : .suppliersRate
      }
    let isTaxed = treatment == .domestic || treatment == .suppliersRate
    guard let taxed = NetGross(net: net, rate: isTaxed ? own : .zero) else { return nil }
    self.treatment = treatment
    rate = isTaxed ? own : .zero
    amount = taxed.tax
    isUnconfirmed = treatment == .reverseCharge
    note = treatment == .reverseCharge ? "Reverse charge (Directive 2006/112/EC, Art. 44 and 196)" : nil
  }
}
