public import CivilTime
public import Locales

/// The steps between choosing somebody and the confirmation, in their order.
public enum FlowStep: String, Hashable, Sendable, CaseIterable {
  case service, time, details, business, check, done

  var phrase: Phrase {
    switch self {
    case .service: .stepService
    case .time: .stepTime
    case .details: .stepDetails
    case .business: .stepBusiness
    case .check: .stepCheck
    case .done: .stepDone
    }
  }
}

/// A price as it was quoted.
public struct QuoteView: Hashable, Sendable {
  /// A line that changes the base.
  public struct Line: Hashable, Sendable {
    /// The kind of the line: `demand`, `urgency`, `complexity`, `specialization`, `season`, `cap`, `rounding`,
    /// `floor`, `ceiling` or `coupon`.
    public let kind: String
    /// The change of the price in minor units; negative for a reduction.
    public let amount: Int64

    /// Creates a line from its fields.
    public init(kind: String, amount: Int64) { (self.kind, self.amount) = (kind, amount) }
  }

  /// The price of the service before any line, in minor units.
  public var base: Int64
  /// The lines, in the order in which they are shown.
  public var lines: [Line]
  /// The price before tax, in minor units.
  public var price: Int64
  /// The rate of the tax in basis points: 1900 are 19 %.
  public var taxRate: Int64
  /// The tax in minor units.
  public var taxAmount: Int64
  /// `domestic`, `reverse_charge`, `suppliers_rate` or `outside_scope`.
  public var taxTreatment: String
  /// The price with tax, in minor units.
  public var total: Int64
  /// The currency of all amounts as an ISO 4217 code, such as `EUR`.
  public var currency: String
  /// The time until which the quote holds.
  public var expires: Instant

  /// Creates a quote from its fields.
  public init(
    base: Int64, lines: [Line], price: Int64, taxRate: Int64, taxAmount: Int64, taxTreatment: String, total: Int64,
    currency: String, expires: Instant
  ) {
    (self.base, self.lines, self.price, self.taxRate) = (base, lines, price, taxRate)
    (self.taxAmount, self.taxTreatment, self.total) = (taxAmount, taxTreatment, total)
    (self.currency, self.expires) = (currency, expires)
  }
}

/// A booking that is being made, as its pages show it.
public struct FlowView: Sendable {
  /// A time that is held.
  public struct Hold: Hashable, Sendable {
    /// The time at which the hold ends.
    public let until: Instant
    /// True if the hold may still be extended, which is possible once.
    public let isExtendable: Bool

    /// Creates a hold from its fields.
    public init(until: Instant, isExtendable: Bool) { (self.until, self.isExtendable) = (until, isExtendable) }
  }

  /// The language, the address and the time of the page.
  public var context: PageContext
  /// The id of the draft, which is part of the address of every step.
  public var draft: String
  /// Proves that a form is ours.
  public var token: String
  /// The consultant who is booked.
  public var consultant: ConsultantView
  /// The chosen service; nil before it is chosen.
  public var offer: OfferView?
  /// The chosen start; nil before it is chosen.
  public var start: Instant?
  /// The end of the meeting; nil without a start or a service.
  public var end: Instant?
  /// The zone of the client.
  public var zone: NamedZone
  /// The hold of the chosen time; nil if none was taken.
  public var hold: Hold?
  /// The price of the choices; nil if none was quoted.
  public var quote: QuoteView?
  /// The price of choices that were not sent yet, at the time `previewStart`; nil for none.
  public var preview: QuoteView?
  /// The start that the preview is for.
  public var previewStart: Instant?
  /// The furthest step that has been reached.
  public var reached: FlowStep

  /// Creates a view without a service, a time, a hold or a price.
  public init(
    context: PageContext, draft: String, token: String, consultant: ConsultantView, zone: NamedZone, reached: FlowStep
  ) {
    (self.context, self.draft, self.token) = (context, draft, token)
    (self.consultant, self.zone, self.reached) = (consultant, zone, reached)
  }

  var language: SiteLanguage { context.language }

  /// The address of a step.
  public func path(_ step: FlowStep) -> SitePath { SitePath(context.language, "book", draft, step.rawValue) }
}
