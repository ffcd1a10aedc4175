public import CivilTime

/// The house as the seller, and how its documents are numbered.
public struct InvoiceTerms: Sendable {
  /// The seller as documents name it.
  public var seller: Invoice.Seller
  /// The beginning of the numbers of invoices: `INV`.
  public var prefix: String
  /// The beginning of the numbers of credit notes: `CN`.
  public var creditPrefix: String
  /// True if the seller is exempt from tax as a small business.
  public var isSmallBusiness: Bool
  /// The zone in which documents are dated, and in which a year of numbers begins.
  public var zone: ZoneRules

  /// The most that an invoice may be about without naming its recipient's address, in minor units by currency:
  /// 250 € (§ 33 UStDV).
  public static let smallAmounts = ["EUR": Int64(25_000)]

  /// Creates terms from their fields.
  public init(
    seller: Invoice.Seller, prefix: String, creditPrefix: String, isSmallBusiness: Bool, zone: ZoneRules
  ) {
    (self.seller, self.prefix, self.creditPrefix) = (seller, prefix, creditPrefix)
    (self.isSmallBusiness, self.zone) = (isSmallBusiness, zone)
  }

  /// The series of a document that is issued on a day: a new one each year.
  public func series(_ kind: Invoice.Kind, on date: LocalDate) -> String {
    "\(kind == .invoice ? prefix : creditPrefix)-\(date.year)"
  }
}

/// The numbers of a series: 1, 2, 3 and so on, without a gap.
public struct InvoiceSeries: Hashable, Sendable {
  /// The name, which is the beginning of its numbers: `INV-2026`.
  public let name: String
  /// The last number that was given; 0 for none.
  public private(set) var last: Int64

  /// - Parameter last: the last number that was given; 0 for none.
  public init(_ name: String, last: Int64) { (self.name, self.last) = (name, last) }

  /// Gives the next number. Numbers sort as texts up to a million.
  public mutating func next() -> String {
    last += 1
    return lastNumber
  }

  /// The last number that was given, or the one before the first.
  public var lastNumber: String {
    let digits = String(last)
    return "\(name)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
  }
}
