/// Invoices and credit notes for clients. Without this section none are issued, and clients see receipts.
public struct InvoiceSection: Hashable, Sendable {
  /// The beginning of the numbers of invoices.
  public var prefix: String
  /// The beginning of the numbers of credit notes.
  public var creditPrefix: String
  /// The house's number of value-added tax; nil without one.
  public var vatNumber: String?
  /// The house's number at its tax office; nil if the other number is enough.
  public var taxNumber: String?
  /// True if the house is exempt from tax as a small business.
  public var isSmallBusiness: Bool
  /// The zone in which documents are dated.
  public var zone: String

  init(_ section: SectionReader) {
    prefix = section.value("prefix", .text("the beginning of numbers", maximum: 12), default: "INV")
    creditPrefix = section.value("credit_prefix", .text("the beginning of numbers", maximum: 12), default: "CN")
    vatNumber = section.optional("vat_number", .text("a number of value-added tax", maximum: 20))
    taxNumber = section.optional("tax_number", .text("the number at the tax office", maximum: 40))
    isSmallBusiness = section.value("small_business", .flag, default: false)
    zone = section.value("zone", .text("the name of a time zone", maximum: 64), default: "Europe/Berlin")
    for (key, prefix) in [("prefix", prefix), ("credit_prefix", creditPrefix)]
    where !prefix.utf8.allSatisfy(Self.isOfPrefix) {
      section.object(
        .value, to: key, expected: "letters, digits and hyphens", given: prefix, cure: "for example \(key): INV")
    }
    if prefix == creditPrefix {
      section.object(
        .value, to: "credit_prefix", expected: "another beginning than that of invoices", given: creditPrefix,
        cure: "each kind of document has a series of its own")
    }
    if vatNumber == nil, taxNumber == nil {
      section.object(
        .value, to: "vat_number", expected: "the house's number of value-added tax, or tax_number", given: "neither",
        cure: "an invoice has to name one of them")
    }
  }

  /// Other characters do not survive in every accounting system.
  private static func isOfPrefix(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
