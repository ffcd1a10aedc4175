/// Lists invoices and credit notes in the order of their numbers.
public struct ListInvoices: ControlRequest {
  /// The verb `invoices.list`, which reads.
  public static let verb = Verb("invoices.list")
  /// The answer is a page of `InvoiceSummary`.
  public typealias Answer = Page<InvoiceSummary>

  /// Only those of this booking; they come in one page, in the order in which they were issued.
  public var booking: ShortText?
  /// True: each names its recipient, which is personal data: on the admin socket only.
  public var recipients: Bool?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(
    booking: ShortText? = nil, recipients: Bool? = nil, after: ShortText? = nil, limit: PageSize? = nil
  ) {
    (self.booking, self.recipients, self.after, self.limit) = (booking, recipients, after, limit)
  }
}

/// An invoice or a credit note in a list. The amounts of credit notes are below zero.
public struct InvoiceSummary: Codable, Sendable {
  /// The consecutive number.
  public var number: String
  /// `invoice` or `credit_note`.
  public var kind: String
  /// The reference of the booking.
  public var booking: String
  /// The date of issue, `2027-03-29`.
  public var issued: String
  /// The date on which the payment was received, or the money was given back.
  public var moved: String
  /// The date of the meeting.
  public var supplied: String
  /// The recipient's company, or name; absent unless recipients were asked for.
  public var recipient: String?
  /// The recipient's country, ISO 3166; absent if it was not given.
  public var country: String?
  /// The recipient's number of value-added tax; absent without one, and unless recipients were asked for.
  public var vatNumber: String?
  /// The net amount in minor units.
  public var net: Int64
  /// The rate of tax in basis points.
  public var rate: Int64
  /// The tax in minor units.
  public var tax: Int64
  /// The gross amount in minor units.
  public var gross: Int64
  /// ISO 4217.
  public var currency: String
  /// The number of the invoice that a credit note changes; absent for an invoice.
  public var refersTo: String?

  /// Creates an `InvoiceSummary` from its fields.
  public init(
    number: String, kind: String, booking: String, issued: String, moved: String, supplied: String, recipient: String?,
    country: String?, vatNumber: String?, net: Int64, rate: Int64, tax: Int64, gross: Int64, currency: String,
    refersTo: String?
  ) {
    (self.number, self.kind, self.booking) = (number, kind, booking)
    (self.issued, self.moved, self.supplied) = (issued, moved, supplied)
    (self.recipient, self.country, self.vatNumber) = (recipient, country, vatNumber)
    (self.net, self.rate, self.tax, self.gross) = (net, rate, tax, gross)
    (self.currency, self.refersTo) = (currency, refersTo)
  }
}

/// Shows an invoice or a credit note as it was issued; on the admin socket with its recipient.
public struct ShowInvoice: ControlRequest {
  /// The verb `invoices.show`, which reads.
  public static let verb = Verb("invoices.show")
  /// The answer is a `RecordDetail`.
  public typealias Answer = RecordDetail

  /// The consecutive number.
  public var number: ShortText

  /// Creates the request.
  public init(number: ShortText) { self.number = number }
}
