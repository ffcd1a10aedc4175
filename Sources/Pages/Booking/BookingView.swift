public import CivilTime
public import Locales

/// A booking as one of its parties sees it.
public struct BookingView: Sendable {
  public enum Party: String, Hashable, Sendable { case client, consultant }

  public var context: PageContext
  public var reference: String
  public var party: Party
  public var token: String
  public var service: String
  public var consultantName: String
  public var consultantSlug: String
  public var start: Instant
  public var end: Instant
  /// The reader's own zone, and the other side's.
  public var zone: NamedZone
  public var otherZone: NamedZone
  public var status: String
  public var paymentStatus: String
  public var price: Int64
  public var currency: String
  public var refunded: Int64
  /// Until when a cancellation gives everything back.
  public var freeUntil: Instant?
  /// Who would like to move the meeting, and to when.
  public var proposedBy: String
  public var proposedStart: Instant?
  public var checklist: [String]

  public init(
    context: PageContext, reference: String, party: Party, token: String, service: String, consultantName: String,
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

  var isAhead: Bool { start > context.now }
  /// Waits for its meeting, or for its payment.
  var isOpen: Bool { ["pending_payment", "confirmed", "reminded", "rescheduled"].contains(status) }
  var isConfirmed: Bool { ["confirmed", "reminded", "rescheduled"].contains(status) }

  /// The share of the price that a cancellation gives back now, in per cent; nil if nothing was paid.
  public var refundPercent: Int? {
    guard paymentStatus == "paid" else { return nil }
    if party == .consultant { return 100 }
    return freeUntil.map { context.now <= $0 ? 100 : 0 } ?? 0
  }
}
