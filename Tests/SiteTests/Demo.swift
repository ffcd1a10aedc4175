import CivilTime
import Locales

@testable import Pages

/// Consultants and zones that tests show.
enum Demo {
  static let now = Instant(seconds: 1_806_307_200)!  // 2027-03-29T08:00:00Z
  static let berlin = NamedZone(name: "Europe/Berlin", rules: ZoneRules.fixed(secondsEast: 7_200)!)
  static let kathmandu = NamedZone(name: "Asia/Kathmandu", rules: ZoneRules.fixed(secondsEast: 20_700)!)

  static func start(hours: Int64) -> Instant { Instant(seconds: now.seconds + hours * 3_600)! }

  static func consultant(_ slug: String = "anna-meier", name: String = "Anna Meier", base: Int64 = 3_000)
    -> ConsultantView
  {
    var consultant = ConsultantView(slug: slug, name: name, title: Passage("Strategy consultant", "en"), zone: berlin)
    (consultant.years, consultant.meetingTypes) = (9, ["video", "phone"])
    consultant.rating = .init(tenths: 47, count: 41)
    consultant.biography = Passage("Anna advises on data.", "en")
    consultant.languages = ["en", "de"]
    consultant.skills = [Term(id: "ai-strategy", label: "AI strategy"), Term(id: "data", label: "Data")]
    consultant.expertSkills = ["ai-strategy"]
    consultant.industries = [Term(id: "energy", label: "Energy")]
    consultant.isVerified = true
    consultant.certificates = ["Certified in data, Made-up Institute"]
    consultant.freeStarts = [start(hours: 48), start(hours: 50)]
    consultant.offers = [
      OfferView(
        service: "30-for-30", name: Passage("30-for-30 Quick Consultation", "en"), description: Passage("Fast", "en"),
        base: base, currency: "EUR", minutes: 30, participants: 1, features: [Passage("Problem diagnosis", "en")]),
      OfferView(
        service: "workshop", name: Passage("Workshop", "en"), description: Passage("Long", "en"), base: 50_000,
        currency: "EUR", minutes: 180, participants: 8, features: []),
    ]
    return consultant
  }

  static func context(_ language: SiteLanguage = .en, _ segments: String...) -> PageContext {
    PageContext(
      language: language, path: SitePath([language.rawValue] + (segments.isEmpty ? ["book-a-meeting"] : segments)),
      siteName: "Magnetiq", stylesheet: SitePath(["assets", "site.css"]), script: SitePath(["assets", "site.js"]),
      legal: [.init(slug: "terms", title: "Terms")], now: now)
  }

  static func flow(_ language: SiteLanguage = .en, _ step: FlowStep = .check) -> FlowView {
    var view = FlowView(
      context: context(language, "book", "d1", step.rawValue), draft: "d1", token: "t", consultant: consultant(),
      zone: kathmandu, reached: .check)
    view.offer = view.consultant.offers[0]
    view.start = start(hours: 48)
    view.hold = .init(until: Instant(seconds: now.seconds + 600)!, isExtendable: true)
    view.quote = QuoteView(
      base: 3_000, lines: [.init(kind: "demand", amount: 300), .init(kind: "rounding", amount: 10)], price: 3_310,
      taxRate: 1_900, taxAmount: 629, taxTreatment: "domestic", total: 3_939, currency: "EUR", expires: start(hours: 1))
    return view
  }

  static func booking(_ language: SiteLanguage = .en, party: BookingView.Party = .client) -> BookingView {
    BookingView(
      context: context(language, "my-booking", "VLT-1"), reference: "VLT-1", party: party, token: "t",
      service: Passage("30-for-30 Quick Consultation", "en"), consultantName: "Anna Meier",
      consultantSlug: "anna-meier",
      start: start(hours: 48), end: Instant(seconds: start(hours: 48).seconds + 1_800)!, zone: kathmandu,
      otherZone: berlin, status: "confirmed", paymentStatus: "paid", price: 3_939, currency: "EUR", refunded: 0,
      freeUntil: start(hours: 24), proposedBy: "", proposedStart: nil, checklist: ["goals"])
  }

  static func invoice(isCreditNote: Bool = false) -> InvoiceView {
    let day = LocalDate(year: 2027, month: 3, day: 29)!
    return InvoiceView(
      number: isCreditNote ? "CN-2027-000001" : "INV-2027-000001", isCreditNote: isCreditNote, booking: "VLT-1",
      issued: day, moved: day, supplied: LocalDate(year: 2027, month: 3, day: 31)!,
      seller: ["en": ["A House", "1 Street"], "de": ["Ein Haus", "Straße 1"]], sellerVAT: "DE123456788", sellerTax: nil,
      buyer: ["Engines & Sons", "Ada Lovelace", "12 St James's Square", "SW1Y 4JH London"], buyerCountry: "GB",
      buyerVAT: nil, title: ["en": "30-for-30 Quick Consultation", "de": "30-für-30-Kurzberatung"], net: 3_310,
      rate: 1_900, tax: 629, currency: "EUR", notes: InvoiceView.Note.allCases,
      refersTo: isCreditNote ? "INV-2027-000001" : nil)
  }

  /// A booking that waits for its money.
  static func awaitingTransfer(_ language: SiteLanguage = .en) -> BookingView {
    var view = booking(language)
    (view.status, view.paymentStatus) = ("pending_payment", "pending")
    view.transfer = TransferView(
      iban: "DE89370400440532013000", bic: "SANDDEFFXXX", holder: "Sandbox Payments", reference: "AB12CD34",
      amount: 3_939, currency: "EUR", deadline: start(hours: 24))
    return view
  }

  /// One of every page, in a language.
  static func pages(_ language: SiteLanguage) -> [(name: String, page: Page)] {
    let all = [consultant(), consultant("b", name: "Bea Öz", base: 4_000)]
    var criteria = SearchCriteria()
    criteria.compared = ["anna-meier", "b"]
    let days = [SlotDay(date: LocalDate(year: 2027, month: 3, day: 31)!, starts: [start(hours: 48), start(hours: 49)])]
    let faults = Filled(faults: [FormFault("email", "Enter your e-mail address")])
    let flow = flow(language)
    return [
      (
        "landing",
        LandingPage(
          context(language), featured: all,
          facts: .init(experts: 2, verified: 2, zones: 2, earliest: start(hours: 5)),
          zone: nil
        ).page
      ),
      (
        "results",
        ResultsPage(
          context(language, "consultants"), criteria, found: all, compared: all, options: FilterOptions(of: all),
          zone: nil
        ).page
      ),
      ("profile", ProfilePage(context(language, "consultants", "anna-meier"), consultant(), zone: nil).page),
      ("service", ServicePage(flow, Filled(), industries: [Term(id: "energy", label: "Energy")], countries: []).page),
      (
        "time",
        TimePage(
          flow, Filled(), days: days, from: days[0].date, previous: days[0].date, next: days[0].date, nextFree: nil,
          alternatives: [], zones: ["Asia/Kathmandu", "Europe/Berlin"], clocksChange: true
        ).page
      ),
      ("details", DetailsPage(flow, faults, billing: .optional).page),
      ("details of a business", DetailsPage(flow, faults, billing: .required).page),
      ("business", BusinessPage(flow, Filled()).page),
      ("check", CheckPage(flow, Filled(), answers: [], formerTotal: 3_000, methods: ["card", "sepa_debit"]).page),
      (
        "done",
        DonePage(
          flow, reference: "VLT-1", state: .processing, booking: SitePath(language, "my-booking", "VLT-1"),
          calendar: SitePath(language, "my-booking", "VLT-1", "calendar.ics")
        ).page
      ),
      ("paid", PaidPage(booking(language), state: .confirmed).page),
      ("receipt", ReceiptPage(booking(language), supplier: ["A house", "A street"]).page),
      ("statement", ReceiptPage(booking(language, party: .consultant), supplier: []).page),
      ("invoice", InvoicePage(booking(language), invoice()).page),
      ("credit note", InvoicePage(booking(language), invoice(isCreditNote: true)).page),
      ("transfer", TransferPage(awaitingTransfer(language)).page),
      ("booking", BookingPage(booking(language)).page), ("cancel", CancelPage(booking(language)).page),
      (
        "move",
        MovePage(
          booking(language), Filled(), days: days, from: days[0].date, previous: nil, next: days[0].date,
          needsConsent: false
        ).page
      ),
      ("feedback", FeedbackPage(booking(language)).page),
      ("notice", NoticePage(context(language), .notFoundTitle, .notFoundText).page),
    ]
  }
}
