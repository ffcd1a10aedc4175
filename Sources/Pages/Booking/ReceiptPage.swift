import CivilTime

/// `/{language}/my-booking/{reference}/invoice`: what was paid and given back, for the client; what is paid out, for the
/// consultant. It is made from the books at each look, so it is right whatever has happened since. The number is the
/// booking's: nobody else has it, but numbers do not follow each other without a gap. So it says of itself that it is a
/// receipt; what the tax office wants is an invoice (`InvoicePage`), which never changes.
public struct ReceiptPage {
  /// The booking as its reader sees it.
  public let view: BookingView
  /// The house, as its operator writes it: name, address and tax number, a line each; empty if nothing was given.
  public let supplier: [String]

  /// Creates the page from its fields.
  public init(_ view: BookingView, supplier: [String]) { (self.view, self.supplier) = (view, supplier) }

  private var language: SiteLanguage { view.language }
  private var title: Phrase { view.party == .client ? .receiptTitle : .statementTitle }

  /// The page, which is also made to be printed.
  public var page: Page {
    let wall = WallText(language, view.zone)
    return Page(view.context, language(title), layout: "narrow") {
      element("nav", .class("crumbs"), .label(language(.crumbsLabel))) {
        link(view.path()) { language(.bookingTitle, view.reference) }
      }
      h1 { language(title) }
      if !supplier.isEmpty {
        element("address", .class("supplier")) { for line in supplier { element("span") { line } } }
      }
      element("dl", .class("facts facts-wide")) {
        fact(language(.receiptNumber)) { "\(view.reference)\(view.party == .client ? "" : "-P")" }
        fact(language(.receiptDate)) { wall.date(view.context.now) }
        if let paid = view.confirmedAt { fact(language(.receiptPaidAt)) { wall.date(paid) } }
        fact(language(.serviceLabel)) { passage(view.service, on: language) }
        fact(language(view.party == .client ? .consultantLabel : .receiptPerformedBy)) { view.consultantName }
        fact(language(.timeLabel)) { wall.full(view.start) }
      }
      amounts
      p("hint") { language(view.documents.isEmpty ? .receiptNote : .receiptNoteInvoice) }
    }
  }

  private var amounts: HTML {
    element("table", .class("price")) {
      element("caption") { language(.receiptAmounts) }
      element("tbody") {
        row(.receiptNet, view.price - view.tax)
        row(.receiptTax, view.tax)
        row(.receiptGross, view.price, "price-sum")
        if view.refunded > 0 { row(.refundedLabel, -view.refunded) }
        if view.party == .consultant, let payout = view.payout {
          row(.receiptFee, payout - rest)
          row(.receiptPaidOut, view.paidOut)
        }
      }
      element("tfoot") {
        element("tr") {
          element("th", .text("scope", "row")) { language(view.party == .client ? .receiptLeft : .receiptShare) }
          element("td") { money(view.party == .client ? view.price - view.refunded : view.payout ?? rest) }
        }
      }
    }
  }

  /// The part of what is left that is no tax.
  private var rest: Int64 {
    let left = view.price - view.refunded
    guard view.tax > 0, view.price > 0 else { return left }
    let net = Int128(left) * Int128(view.price - view.tax) / Int128(view.price)
    return Int64(net)
  }

  private func row(_ label: Phrase, _ amount: Int64, _ look: String = "") -> HTML {
    element("tr", .class(look)) {
      element("th", .text("scope", "row")) { language(label) }
      element("td") { money(amount) }
    }
  }

  private func money(_ amount: Int64) -> String { MoneyText.make(amount, view.currency, language) }
}
