public import CivilTime

/// An invoice or a credit note as it was issued.
public struct InvoiceView: Sendable, Hashable {
  /// A sentence that the law wants on the document.
  public enum Note: String, Hashable, Sendable, CaseIterable {
    /// The recipient owes the tax.
    case reverseCharge = "reverse_charge"
    /// Not taxable in the seller's country.
    case outsideScope = "outside_scope"
    /// The seller is exempt as a small business.
    case smallBusiness = "small_business"
    /// The amount is so small that the recipient's address need not be named.
    case smallAmount = "small_amount"
  }

  /// The consecutive number.
  public var number: String
  /// True for a credit note, false for an invoice.
  public var isCreditNote: Bool
  /// The reference of the booking.
  public var booking: String
  /// The date of issue.
  public var issued: LocalDate
  /// The date on which the payment was received, or the money was given back.
  public var moved: LocalDate
  /// The date of the meeting.
  public var supplied: LocalDate
  /// The seller's name and address by language, a line each.
  public var seller: [String: [String]]
  /// The seller's number of value-added tax; nil without one.
  public var sellerVAT: String?
  /// The seller's number at the tax office; nil without one.
  public var sellerTax: String?
  /// The recipient's name and address without the country, a line each.
  public var buyer: [String]
  /// ISO 3166; nil if no address was given.
  public var buyerCountry: String?
  /// The recipient's number of value-added tax; nil without one.
  public var buyerVAT: String?
  /// The title of the service by language; English is there.
  public var title: [String: String]
  /// The net amount in minor units, above 0.
  public var net: Int64
  /// The rate of tax in basis points.
  public var rate: Int64
  /// The tax in minor units.
  public var tax: Int64
  /// ISO 4217.
  public var currency: String
  /// The sentences that the law wants.
  public var notes: [Note]
  /// The number of the invoice that a credit note changes; nil for an invoice.
  public var refersTo: String?

  /// Creates a view from its fields.
  public init(
    number: String, isCreditNote: Bool, booking: String, issued: LocalDate, moved: LocalDate, supplied: LocalDate,
    seller: [String: [String]], sellerVAT: String?, sellerTax: String?, buyer: [String], buyerCountry: String?,
    buyerVAT: String?, title: [String: String], net: Int64, rate: Int64, tax: Int64, currency: String, notes: [Note],
    refersTo: String?
  ) {
    (self.number, self.isCreditNote, self.booking) = (number, isCreditNote, booking)
    (self.issued, self.moved, self.supplied) = (issued, moved, supplied)
    (self.seller, self.sellerVAT, self.sellerTax) = (seller, sellerVAT, sellerTax)
    (self.buyer, self.buyerCountry, self.buyerVAT) = (buyer, buyerCountry, buyerVAT)
    (self.title, self.net, self.rate, self.tax) = (title, net, rate, tax)
    (self.currency, self.notes, self.refersTo) = (currency, notes, refersTo)
  }
}
