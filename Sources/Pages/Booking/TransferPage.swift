public import CivilTime
import Locales

/// The account to which a client transfers the money of a booking.
public struct TransferView: Hashable, Sendable {
  /// The number of the account (ISO 13616), without blanks.
  public var iban: String
  /// The bank's code (ISO 9362); nil if the provider does not say.
  public var bic: String?
  /// The account's holder; nil if the provider does not say.
  public var holder: String?
  /// The text by which the payment finds its booking; nil if the account itself is enough.
  public var reference: String?
  /// The amount in minor units.
  public var amount: Int64
  /// ISO 4217.
  public var currency: String
  /// Until when the money has to be there; nil if that is not known.
  public var deadline: Instant?

  /// Creates a view from its fields.
  public init(
    iban: String, bic: String?, holder: String?, reference: String?, amount: Int64, currency: String, deadline: Instant?
  ) {
    (self.iban, self.bic, self.holder, self.reference) = (iban, bic, holder, reference)
    (self.amount, self.currency, self.deadline) = (amount, currency, deadline)
  }
}

/// The account, the amount and the date as a list that can be copied from and printed.
struct TransferDetails {
  let language: SiteLanguage
  let transfer: TransferView
  let zone: NamedZone

  @HTMLBuilder var html: HTML {
    element("dl", .class("facts facts-wide transfer")) {
      if let holder = transfer.holder { fact(language(.transferHolder)) { holder } }
      fact(language(.transferIBAN)) { span("copy") { Self.grouped(transfer.iban) } }
      if let bic = transfer.bic { fact(language(.transferBIC)) { span("copy") { bic } } }
      fact(language(.transferAmount)) {
        element("strong") { MoneyText.make(transfer.amount, transfer.currency, language) }
      }
      if let reference = transfer.reference { fact(language(.transferReference)) { span("copy") { reference } } }
      if let deadline = transfer.deadline {
        fact(language(.transferDeadline)) { WallText(language, zone).full(deadline) }
      }
    }
    if transfer.reference != nil { p("hint") { language(.transferReferenceHint) } }
  }

  /// In groups of four, as the standard writes it on paper.
  static func grouped(_ iban: String) -> String {
    var out = ""
    for (index, character) in iban.enumerated() {
      if index > 0, index % 4 == 0 { out += " " }
      out.append(character)
    }
    return out
  }
}

/// `/{language}/my-booking/{reference}/transfer`: how a client pays by bank transfer.
public struct TransferPage {
  /// The booking as the client sees it.
  public let view: BookingView

  /// Creates the page of a booking.
  public init(_ view: BookingView) { self.view = view }

  /// The page; without an account it says why there is none.
  public var page: Page {
    let language = view.language
    return Page(view.context, language(.transferTitle), layout: "narrow") {
      element("nav", .class("crumbs"), .label(language(.crumbsLabel))) {
        link(view.path()) { language(.bookingTitle, view.reference) }
      }
      h1 { language(.transferTitle) }
      if let transfer = view.transfer {
        p { language(.transferText) }
        TransferDetails(language: language, transfer: transfer, zone: view.zone).html
        p { language(.transferAfter) }
      } else {
        p { language(view.status == "pending_payment" ? .transferNotYet : .transferOver) }
      }
      div("flow-acts") {
        element("a", .class("button button-quiet"), .href(view.path())) { language(.openBooking) }
      }
    }
  }
}
