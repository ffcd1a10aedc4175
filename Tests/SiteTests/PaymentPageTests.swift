import CEL
import EngineMessages
import Ingress
import Testing

@testable import Pages
@testable import Site

/// The way to the payment provider's page and back.
@Suite struct PaymentPageTests {
  private static let page = "https://checkout.example/c/pay/cs_1"
  private static let booking = FlowTests.agreement + [("total", "3939 EUR")]

  private func book(_ browser: Browser, _ fields: [(String, String)] = booking) async throws -> Browser.Answer {
    let check = try await FlowTests.walk(browser)
    return try await browser.post(check.path, [("token", check.page.token)] + fields)
  }

  @Test func whoeverBooksIsSentToTheProvidersPageAndBack() async throws {
    let market = PlayedMarket()
    market.change { $0.payURL = Self.page }
    try await Browser.with(market) { browser in
      let sent = try await book(browser)
      #expect(sent.status == 303 && sent["Location"] == Self.page)
      #expect(sent["Content-Security-Policy"]?.contains("form-action 'self' https://checkout.example;") == true)
      let back = try #require(market.bookings.first?.input["return_to"]?.stringValue)
      #expect(back == "http://127.0.0.1:\(browser.port)/en/my-booking")
      // The provider's word comes a moment after the client.
      market.change { state in
        state.whileWaiting = { ($0.status, $0.paymentStatus, $0.payURL) = ("confirmed", "paid", nil) }
      }
      let paid = try await browser.get("/en/my-booking/VLT-1/paid")
      #expect(paid.status == 200 && paid.body.contains("Your booking is confirmed") && paid.body.contains("VLT-1"))
    }
  }

  @Test func aPageThatTheProviderMakesAMomentLaterIsWaitedFor() async throws {
    let market = PlayedMarket()
    market.change { $0.whileWaiting = { $0.payURL = Self.page } }
    try await Browser.with(market) { browser in
      let sent = try await book(browser)
      #expect(sent["Location"] == Self.page)
    }
  }

  @Test func withoutAPageTheConfirmationSaysThatThePaymentIsAwaited() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let answer = try await book(browser)
      let done = try #require(answer["Location"])
      #expect(done.hasSuffix("/done"))
      #expect(try await browser.get(done).body.contains("Your booking is being processed"))
      market.change { $0.payURL = Self.page }
      let later = try await browser.get(done)
      #expect(later.body.contains("href=\"\(Self.page)\"") && later.body.contains("Pay now"))
      #expect(try await browser.get("/en/my-booking/VLT-1").body.contains("href=\"\(Self.page)\""))
    }
  }

  @Test func aTransferHasAPageWithItsAccountForTheClientAlone() async throws {
    let market = PlayedMarket()
    market.change {
      $0.payTransfer = ["iban": "DE89370400440532013000", "bic": nil, "holder": "Sandbox", "reference": "AB12"]
    }
    try await Browser.with(market) { browser in
      let sent = try await book(browser)
      let done = try await browser.get(try #require(sent["Location"]))
      #expect(done.body.contains("DE89 3704 0044 0532 0130 00") && done.body.contains("AB12"))
      let page = try await browser.get("/de/my-booking/VLT-1/transfer")
      #expect(page.body.contains("DE89 3704 0044 0532 0130 00") && page.body.contains("39,39"))
      #expect(page.body.contains("Verwendungszweck") && !page.body.contains("BIC"))
      browser.forget()
      _ = try await browser.get("/en/my-booking/VLT-1?capability=consultant-secret")
      let other = try await browser.get("/en/my-booking/VLT-1/transfer")
      #expect(other.status == 303 && !other.body.contains("DE89"))
    }
  }

  @Test(arguments: [("en", "30-for-30 Quick Consultation"), ("de", "30-für-30-Kurzberatung")])
  func theServiceHasItsNameInTheLanguageOfThePage(language: String, name: String) async throws {
    let market = PlayedMarket()
    market.change { ($0.status, $0.paymentStatus) = ("confirmed", "paid") }
    try await Browser.with(market) { browser in
      _ = try await browser.get("/\(language)/my-booking/VLT-1?capability=client-secret")
      for page in ["", "/invoice", "/calendar.ics"] {
        let shown = try await browser.get("/\(language)/my-booking/VLT-1\(page)").body
        #expect(shown.replacing("\r\n ", with: "").contains(name), "\(page)")
      }
    }
  }

  @Test func comingBackUnpaidIsNoConfirmation() async throws {
    let market = PlayedMarket()
    market.change { $0.payURL = Self.page }
    try await Browser.with(market) { browser in
      _ = try await book(browser)
      let back = try await browser.get("/en/my-booking/VLT-1/paid")
      #expect(back.body.contains("now pay for it") && !back.body.contains("is confirmed</p>"))
      market.change { ($0.status, $0.payURL) = ("cancelled", nil) }
      #expect(try await browser.get("/en/my-booking/VLT-1/paid").body.contains("This booking has ended"))
      browser.forget()
      #expect(try await browser.get("/en/my-booking/VLT-1/paid").status == 404)
    }
  }

  @Test func nobodyIsSentToAnotherSite() async throws {
    let market = PlayedMarket()
    market.change { $0.payURL = "https://checkout.example.evil.example/c/pay/cs_1" }
    try await Browser.with(market) { browser in
      let answer = try await book(browser)
      #expect(answer["Location"]?.hasSuffix("/done") == true)
      let done = try #require(answer["Location"])
      let page = try await browser.get(done)
      #expect(!page.body.contains("evil.example"))
    }
    #expect(WebLink("https://checkout.example/x", of: ["https://checkout.example"]) != nil)
    #expect(WebLink("https://checkout.example@evil.example/", of: ["https://checkout.example"]) == nil)
    #expect(WebLink("https://checkout.example/a b", of: ["https://checkout.example"]) == nil)
  }

  @Test func answersGoToTheLeadsOfWhoeverAgreesAndOfNobodyElse() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      _ = try await book(browser)
      #expect(market.leads.isEmpty)
    }
    try await Browser.with(market) { browser in
      let check = try await FlowTests.walk(browser)
      let business = check.path.replacing("/check", with: "/business")
      _ = try await browser.submit(
        business,
        FlowTests.business + [
          ("seniority", "director"), ("size", "medium"), ("authority", "influencer"), ("urgency", "high"),
        ])
      let page = try await browser.get(check.path)
      _ = try await browser.post(check.path, [("token", page.token), ("profile", "yes")] + Self.booking)
      let lead = try #require(market.leads.first)
      #expect(lead["contact"]?["email"]?.stringValue == "ada@client.example")
      #expect(lead["jobTitle"]?.stringValue == "director" && lead["companySize"]?.stringValue == "medium")
      #expect(
        lead["decisionAuthority"]?.stringValue == "influencer" && lead["intent"]?["urgency"]?.stringValue == "high")
      #expect(lead["marketing"]?.boolValue == false)
    }
  }

  @Test func aClientAsksForSoManyPricesAMinuteAndNoMore() async throws {
    let market = PlayedMarket()
    try await Browser.with(market, { $0.quotes = .init(perSecond: 5 / 60, burst: 2) }) { browser in
      let first = try await FlowTests.begin(browser)
      let times = try await browser.submit(first, FlowTests.service)
      _ = try await browser.submit(times.path, FlowTests.time)
      let service = times.path.replacing("/time", with: "/service")
      let preview = "\(service)?preview=yes&country=AT&payer=private"
      #expect(try await browser.get(preview).body.contains("€39.39"))
      let page = try await browser.get(service)
      let more = try await browser.post(
        service, [("token", page.token), ("service", "30-for-30"), ("country", "AT"), ("payer", "private")])
      #expect(more.status == 429 && more["Retry-After"] != nil)
      // The page itself goes on without a price.
      #expect(try await browser.get(preview).status == 200)
      #expect(market.quotes.count == 2)
    }
  }

  @Test func aPriceIsShownForWhatIsChosenAndNothingIsKept() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let first = try await FlowTests.begin(browser)
      let plain = try await browser.get(first)
      #expect(!plain.body.contains("€39.39"))
      let shown = try await browser.get("\(first)?preview=yes&service=30-for-30&country=DE&payer=private")
      #expect(shown.body.contains("€39.39"))
      #expect(market.quotes.last?["start"]?.stringValue == "\(Demo.start(hours: 48))" && market.holds.isEmpty)
      let after = try await browser.get(first)
      #expect(!after.body.contains("€39.39"))
      browser.origin = nil
      let foreign = try await browser.get(
        "\(first)?preview=yes&service=30-for-30&country=DE&payer=private", [("Sec-Fetch-Site", "cross-site")])
      #expect(!foreign.body.contains("€39.39"))
    }
  }

  @Test func aReceiptSaysWhatWasPaidToTheClientAndWhatIsPaidOutToTheConsultant() async throws {
    let market = PlayedMarket()
    market.change { ($0.status, $0.paymentStatus) = ("confirmed", "paid") }
    try await Browser.with(
      market, { $0.legal.append(.init(slug: "supplier", texts: ["en": "A House\n1 Street\nVAT DE1"])) }
    ) { browser in
      _ = try await browser.get("/en/my-booking/VLT-1?capability=client-secret")
      #expect(try await browser.get("/en/my-booking/VLT-1").body.contains("/my-booking/VLT-1/invoice"))
      let client = try await browser.get("/en/my-booking/VLT-1/invoice")
      #expect(client.body.contains("A House") && client.body.contains("€33.10") && client.body.contains("€6.29"))
      #expect(client.body.contains("€39.39") && !client.body.contains("€28.13"))
      #expect(try await browser.get("/en/legal/supplier").status == 404)
      browser.forget()
      _ = try await browser.get("/en/my-booking/VLT-1?capability=consultant-secret")
      let consultant = try await browser.get("/en/my-booking/VLT-1/invoice")
      #expect(
        consultant.body.contains("€28.13") && consultant.body.contains("−€4.97") || consultant.body.contains("-€4.97"))
    }
  }
}
