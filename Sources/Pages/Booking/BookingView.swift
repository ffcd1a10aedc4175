public import CivilTime
public import Locales

/// A booking as one of its parties sees it.
public struct BookingView: Sendable {
  /// A side of the booking. The raw values are the roles of its capabilities.
  public enum Party: String, Hashable, Sendable { case client, consultant }

  /// The language, the address and the time of the page.
  public var context: PageContext
  /// The reference of the booking.
  public var reference: String
  /// The side that reads the page.
  public var party: Party
  /// The token of the forms, which proves that they come from this site.
  public var token: String
  /// The name of the service, in the reader's language if there is one.
  public var service: Passage
  /// The type of the service in the catalogue; empty if the booking does not say.
  public var serviceType: String = ""
  /// The name of the consultant, or the slug if the consultant is no longer shown.
  public var consultantName: String
  /// The slug of the consultant.
  public var consultantSlug: String
  /// The start of the meeting.
  public var start: Instant
  /// The end of the meeting.
  public var end: Instant
  /// The reader's own zone.
  public var zone: NamedZone
  /// The other side's zone.
  public var otherZone: NamedZone
  /// The status of the booking: `pending_payment`, `confirmed`, `reminded`, `rescheduled`, `in_progress`, `completed`,
  /// `cancelled` or `no_show`.
  public var status: String
  /// The status of the payment: `pending`, `paid`, `failed`, `refunded` or `disputed`.
  public var paymentStatus: String
  /// The provider's page for paying, as long as the client can pay there.
  public var payment: WebLink?
  /// The address of the online meeting, once there is one.
  public var meeting: WebLink?
  /// The account for a bank transfer, as long as the client can pay by it.
  public var transfer: TransferView?
  /// The invoices and credit notes, in the order in which they were issued.
  public var documents: [InvoiceView] = []
  /// Until when a party moves the meeting without the other's consent; nil if that is not known.
  public var moveFreeUntil: Instant?
  /// The time at which the booking was confirmed, because its payment had arrived; nil before.
  public var confirmedAt: Instant?
  /// The tax that the price contains, in minor units.
  public var tax: Int64 = 0
  /// The consultant's share of what is left of the payment, in minor units; nil if that is not known here.
  public var payout: Int64?
  /// As much of it as the consultant has been paid.
  public var paidOut: Int64 = 0
  /// The price that the client pays, in minor units.
  public var price: Int64
  /// The currency of the price as an ISO 4217 code, such as `EUR`.
  public var currency: String
  /// The amount that has been given back, in minor units.
  public var refunded: Int64
  /// Until when a cancellation gives everything back.
  public var freeUntil: Instant?
  /// The side that proposes another start, `client` or `consultant`; empty without a proposal.
  public var proposedBy: String
  /// The start that was proposed; nil without a proposal.
  public var proposedStart: Instant?
  /// The ids of the materials that the client is asked for.
  public var checklist: [String]

  /// Creates a view from its fields.
  public init(
    context: PageContext, reference: String, party: Party, token: String, service: Passage, consultantName: String,
    consultantSlug: String, start: Instant, end: Instant, zone: NamedZone, otherZone: NamedZone, status: String,
    paymentStatus: String, price: Int64, currency: String, refunded: Int64, freeUntil: Instant?, proposedBy: String,
    proposedStart: Instant?, checklist: [String]
  ) {
    (self.context, self.reference, self.party, self.token) = (context, reference, party, token)
    (self.service, self.consultantName, self.consultantSlug) = (service, consultantName, consultantSlug)
    (self.start, self.end, self.zone, self.otherZone) = (start, end, zone, otherZone)
    (self.status, self.paymentStatus, self.price, self.currency) = (status, paymentStatus, price, currency)
    (self.refunded, self.freeUntil, self.proposedBy) = (refunded, freeUntil, proposedBy)
    (self.proposedStart, self.checklist) = (proposedStart, checklist)
  }

  var language: SiteLanguage { context.language }
  /// The address of this booking's pages; nil for the first one.
  public func path(_ act: String? = nil) -> SitePath {
    SitePath(context.language, "my-booking", reference, act ?? "")
  }

  /// The address of an invoice or a credit note.
  public func path(of document: InvoiceView) -> SitePath {
    SitePath(context.language, "my-booking", reference, "invoices", document.number)
  }

  /// True if the meeting is so near that the other side has to agree to another time.
  public var needsConsent: Bool { moveFreeUntil.map { $0 < context.now } ?? false }
  /// True if there has been a payment that a document can tell of.
  public var hasDocument: Bool { confirmedAt != nil }

  var isAhead: Bool { start > context.now }
  /// Waits for its meeting, or for its payment.
  var isOpen: Bool { ["pending_payment", "confirmed", "reminded", "rescheduled"].contains(status) }
  /// The address of the online meeting, as long as somebody may want to go there.
  public var openMeeting: WebLink? {
    (isConfirmed || status == "in_progress") && end > context.now ? meeting : nil
  }
  var isConfirmed: Bool { ["confirmed", "reminded", "rescheduled"].contains(status) }

  /// The share of the price that a cancellation gives back now, in per cent; nil if nothing was paid.
  public var refundPercent: Int? {
    guard paymentStatus == "paid" else { return nil }
    if party == .consultant { return 100 }
    return freeUntil.map { context.now <= $0 ? 100 : 0 } ?? 0
  }
}
