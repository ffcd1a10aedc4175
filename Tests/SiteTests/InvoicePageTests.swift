import CEL
import EngineMessages
import Testing

@testable import Pages
@testable import Site

/// Invoices on the pages of a booking, and the address that they need.
@Suite struct InvoicePageTests {
  private static let business = [
    ("service", "30-for-30"), ("country", "DE"), ("payer", "business"), ("complexity", ""), ("industry", ""),
    ("vat", "DE123456788"),
  ]

  @Test func aClientSeesTheirDocumentsAndNobodyElseDoes() async throws {
    let market = PlayedMarket()
    market.change {
      ($0.status, $0.paymentStatus) = ("confirmed", "paid")
      $0.documents = [Demo.invoice(), Demo.invoice(isCreditNote: true)]
    }
    try await Browser.with(market) { browser in
      _ = try await browser.get("/de/my-booking/VLT-1?capability=client-secret")
      let booking = try await browser.get("/de/my-booking/VLT-1").body
      #expect(booking.contains("Rechnung INV-2027-000001") && booking.contains("Rechnungskorrektur CN-2027-000001"))
      let invoice = try await browser.get("/de/my-booking/VLT-1/invoices/INV-2027-000001")
      for words in [
        "Ein Haus", "USt-IdNr. DE123456788", "12 St James&#39;s Square", "Vereinigtes Königreich", "33,10", "6,29",
      ] {
        #expect(invoice.body.contains(words), "\(words)")
      }
      #expect(invoice["Cache-Control"] == "no-store")
      let credit = try await browser.get("/en/my-booking/VLT-1/invoices/CN-2027-000001").body
      #expect(credit.contains("INV-2027-000001") && credit.contains("-€39.39") || credit.contains("−€39.39"))
      #expect(try await browser.get("/en/my-booking/VLT-1/invoices/INV-2027-000002").status == 404)
      browser.forget()
      #expect(try await browser.get("/en/my-booking/VLT-1/invoices/INV-2027-000001").status == 404)
      _ = try await browser.get("/en/my-booking/VLT-1?capability=consultant-secret")
      #expect(try await browser.get("/en/my-booking/VLT-1/invoices/INV-2027-000001").status == 404)
      #expect(try await browser.get("/en/my-booking/VLT-1").body.contains("INV-2027-000001") == false)
    }
  }

  @Test func aBusinessSaysWhereItsInvoiceGoesAndTheBookingKnows() async throws {
    let market = PlayedMarket()
    try await Browser.with(market, { $0.issuesInvoices = true }) { browser in
      let first = try await FlowTests.begin(browser)
      let times = try await browser.submit(first, Self.business)
      let people = try await browser.submit(times.path, FlowTests.time)
      let refused = try await browser.submit(people.path, FlowTests.details + [("postcode", "1011")])
      #expect(refused.page.status == 422)
      for field in ["firm", "street", "postcode", "city"] {
        #expect(refused.page.body.contains("href=\"#\(field)\""), "\(field)")
      }
      let address = [("firm", "Engines & Sons"), ("street", "12 Street"), ("postcode", "10115"), ("city", "Berlin")]
      let subject = try await browser.submit(people.path, FlowTests.details + address)
      let check = try await browser.submit(subject.path, FlowTests.business)
      #expect(check.page.body.contains("Engines &amp; Sons, 12 Street, 10115 Berlin"))
      _ = try await browser.post(
        check.path, [("token", check.page.token), ("total", "3939 EUR")] + FlowTests.agreement)
      let client = try #require(market.bookings.first?.input["client"])
      #expect(client["company"] == "Engines & Sons" && client["street"] == "12 Street" && client["city"] == "Berlin")
      #expect(client["country"] == "DE" && client["vat"] == "DE123456788" && client["postcode"] == "10115")
    }
  }

  @Test func aPrivateClientGivesAnAddressOnlyIfTheyWantTo() async throws {
    let market = PlayedMarket()
    try await Browser.with(market, { $0.issuesInvoices = true }) { browser in
      let check = try await FlowTests.walk(browser)
      _ = try await browser.post(
        check.path, [("token", check.page.token), ("total", "3939 EUR")] + FlowTests.agreement)
      #expect(market.bookings.first?.input["client"]?["street"] == nil)
    }
    try await Browser.with(market, { $0.issuesInvoices = true }) { browser in
      let check = try await FlowTests.walk(browser)
      let details = check.path.replacing("/check", with: "/details")
      let refused = try await browser.submit(details, FlowTests.details + [("invoice", "yes")])
      #expect(refused.page.status == 422 && refused.page.body.contains("href=\"#street\""))
    }
  }

  @Test func aNumberThatIsNotOfTheCountryIsRefusedAtTheForm() async throws {
    try await Browser.with(PlayedMarket()) { browser in
      let first = try await FlowTests.begin(browser)
      let wrong = Self.business.map { ($0.0, $0.0 == "vat" ? "DE999999999" : $0.1) }
      let answer = try await browser.submit(first, wrong)
      #expect(answer.page.status == 422 && answer.page.body.contains("This is not a VAT number of Germany"))
    }
  }
}
