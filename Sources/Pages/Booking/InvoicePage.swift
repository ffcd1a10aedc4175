import CivilTime
import Locales

/// `/{language}/my-booking/{reference}/invoices/{number}`: an invoice or a credit note, made to be printed.
public struct InvoicePage {
  /// The booking as the client sees it.
  public let view: BookingView
  /// The document.
  public let invoice: InvoiceView

  /// Creates the page from its fields.
  public init(_ view: BookingView, _ invoice: InvoiceView) { (self.view, self.invoice) = (view, invoice) }

  private var language: SiteLanguage { view.language }
  private var heading: String { Self.heading(invoice, language) }

  /// `Invoice INV-2026-000123`, as links and titles say it.
  static func heading(_ invoice: InvoiceView, _ language: SiteLanguage) -> String {
    "\(language(invoice.isCreditNote ? .creditNote : .invoice)) \(invoice.number)"
  }

  /// The page.
  public var page: Page {
    Page(view.context, heading, layout: "narrow invoice") {
      element("nav", .class("crumbs"), .label(language(.crumbsLabel))) {
        link(view.path()) { language(.bookingTitle, view.reference) }
      }
      h1 {
        language(invoice.isCreditNote ? .creditNote : .invoice)
        HTML(" ")
        span("number") { invoice.number }
      }
      div("parties") {
        party(.invoiceSeller, seller)
        party(.invoiceBuyer, buyer)
      }
      dates
      amounts
      notes
      p("hint") { language(.invoicePrintHint) }
    }
  }

  // MARK: Parties

  private func party(_ label: Phrase, _ lines: [String]) -> HTML {
    div("party") {
      h2 { language(label) }
      element("address", .class("supplier")) { for line in lines { element("span") { line } } }
    }
  }

  private var seller: [String] {
    (invoice.seller[language.rawValue] ?? invoice.seller["en"] ?? [])
      + [
        invoice.sellerVAT.map { language(.invoiceVAT, $0) }, invoice.sellerTax.map { language(.invoiceTaxNumber, $0) },
      ].compactMap { $0 }
  }

  private var buyer: [String] {
    invoice.buyer
      + [
        invoice.buyerCountry, invoice.buyerVAT.map { language(.invoiceVAT, $0) },
      ].compactMap { $0 }
  }

  // MARK: Dates

  private var dates: HTML {
    element("dl", .class("facts facts-wide")) {
      fact(language(.invoiceNumber)) { invoice.number }
      if let other = invoice.refersTo { fact(language(.invoiceRefersTo)) { other } }
      fact(language(.invoiceIssued)) { date(invoice.issued) }
      fact(language(invoice.isCreditNote ? .invoiceGivenBack : .invoicePaid)) { date(invoice.moved) }
      fact(language(.serviceLabel)) { title }
      fact(language(.invoiceSupplied)) { date(invoice.supplied) }
      fact(language(.invoiceBooking)) { invoice.booking }
    }
  }

  private func date(_ date: LocalDate) -> String {
    guard let noon = LocalTime(hour: 12, minute: 0),
      let instant = ZoneRules.utc.instant(of: LocalDateTime(date: date, time: noon))
    else { return "\(date)" }
    return WallText(language, NamedZone(name: "UTC", rules: .utc)).date(instant)
  }

  // MARK: Amounts

  private var amounts: HTML {
    element("table", .class("price")) {
      element("caption") { language(.receiptAmounts) }
      element("tbody") {
        row(language(.receiptNet), invoice.net)
        row(language(.invoiceTax, rate), invoice.tax)
      }
      element("tfoot") {
        row(language(invoice.isCreditNote ? .invoiceCredited : .invoiceTotal), invoice.net + invoice.tax)
      }
    }
  }

  private func row(_ label: String, _ amount: Int64) -> HTML {
    element("tr") {
      element("th", .text("scope", "row")) { label }
      element("td") { MoneyText.make(invoice.isCreditNote ? -amount : amount, invoice.currency, language) }
    }
  }

  private var title: HTML {
    if let title = invoice.title[language.rawValue] { return HTML(title) }
    return passage(Passage(invoice.title["en"] ?? "", "en"), on: language)
  }

  /// `19 %`, or `8.1 %`.
  private var rate: String {
    let (whole, rest) = (invoice.rate / 100, invoice.rate % 100)
    var digits = ""
    if rest != 0 {
      digits = (language == .de ? "," : ".") + (rest < 10 ? "0" : "") + (rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
    }
    return "\(whole)\(digits)\u{A0}%"
  }

  // MARK: Sentences of the law

  @HTMLBuilder private var notes: HTML {
    for note in invoice.notes { p { language(Self.phrase(note)) } }
    p { language(invoice.isCreditNote ? .invoiceCreditNote : .invoiceIsPaid) }
  }

  private static func phrase(_ note: InvoiceView.Note) -> Phrase {
    switch note {
    case .reverseCharge: .noteReverseCharge
    case .outsideScope: .noteOutsideScope
    case .smallBusiness: .noteSmallBusiness
    case .smallAmount: .noteSmallAmount
    }
  }
}
