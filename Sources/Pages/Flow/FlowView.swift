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
    public let kind: String
    public let amount: Int64

    public init(kind: String, amount: Int64) { (self.kind, self.amount) = (kind, amount) }
  }

  public var base: Int64
  public var lines: [Line]
  /// Before tax.
  public var price: Int64
  public var taxRate: Int64
  public var taxAmount: Int64
  /// `domestic`, `reverse_charge`, `suppliers_rate` or `outside_scope`.
  public var taxTreatment: String
  public var total: Int64
  public var currency: String
  public var expires: Instant

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
    public let until: Instant
    public let isExtendable: Bool

    public init(until: Instant, isExtendable: Bool) { (self.until, self.isExtendable) = (until, isExtendable) }
  }

  public var context: PageContext
  public var draft: String
  /// Proves that a form is ours.
  public var token: String
  public var consultant: ConsultantView
  public var offer: OfferView?
  public var start: Instant?
  public var end: Instant?
  /// The client's.
  public var zone: NamedZone
  public var hold: Hold?
  public var quote: QuoteView?
  /// The furthest step that has been reached.
  public var reached: FlowStep

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
