import CEL
import EngineMessages
import Ingress
import Testing

@testable import Site

/// The pages that need no draft, and those of a booking.
@Suite struct PageRouteTests {
  @Test func everyPageHasThePolicyAndLoadsNothingFromElsewhere() async throws {
    try await Browser.with { browser in
      for path in ["/en/book-a-meeting", "/de/consultants", "/en/consultants/anna-meier", "/en/legal/terms", "/en/x"] {
        let answer = try await browser.get(path)
        #expect(answer.status == (path == "/en/x" ? 404 : 200))
        #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true)
        #expect(answer["X-Content-Type-Options"] == "nosniff" && answer["Referrer-Policy"] == "same-origin")
        #expect(answer.body.utf8.count < 100 * 1_024)
        #expect(!answer.body.contains("//") || !answer.body.contains("src=\"http"))
      }
    }
  }

  @Test func aPageThatHasNotChangedIsNotSentAgain() async throws {
    try await Browser.with { browser in
      let first = try await browser.get("/en/consultants/anna-meier")
      let tag = try #require(first["ETag"])
      let second = try await browser.get("/en/consultants/anna-meier", [("If-None-Match", tag)])
      #expect(second.status == 304 && second.body.isEmpty)
      let sheet = try #require(first.body.firstMatch(of: /href="(\/assets\/site.css[^"]*)"/)).1
      let style = try await browser.get(String(sheet))
      #expect(
        style["Cache-Control"]?.contains("immutable") == true && style["Content-Type"]?.contains("text/css") == true)
    }
  }

  @Test func theBeginningLeadsToTheLanguageOfTheBrowser() async throws {
    try await Browser.with { browser in
      let unknown = try await browser.get("/")
      let german = try await browser.get("/", [("Accept-Language", "fr, de-AT;q=0.8")])
      #expect(unknown["Location"] == "/en/book-a-meeting" && german["Location"] == "/de/book-a-meeting")
    }
  }

  @Test func aClientWhoAsksTooOftenWaits() async throws {
    try await Browser.with(PlayedMarket()) { settings in
      settings.pages = .init(perSecond: 0.01, burst: 2)
    } _: { browser in
      for _ in 0..<2 { #expect(try await browser.get("/en/book-a-meeting").status == 200) }
      let answer = try await browser.get("/en/book-a-meeting")
      #expect(answer.status == 429 && answer["Retry-After"] != nil)
    }
  }

  @Test func aSearchShowsWhoFitsAndWhy() async throws {
    let market = PlayedMarket()
    market.change { $0.hits = [.init(slug: "anna-meier", score: 91, reason: "Knows AI strategy")] }
    try await Browser.with(market) { browser in
      let answer = try await browser.get("/en/consultants?q=KI")
      #expect(answer.body.contains("Knows AI strategy") && answer.body.contains("value=\"KI\""))
    }
  }

  @Test func whatCannotBeReadIsNotSaidToBeMissing() async throws {
    let market = PlayedMarket()
    market.change { $0.isReadable = false }
    try await Browser.with(market) { browser in
      let answer = try await browser.get("/en/consultants")
      #expect(answer.status == 503)
    }
  }

  // MARK: A booking

  private func open(_ browser: Browser, _ secret: String) async throws -> Browser.Answer {
    let answer = try await browser.get("/en/my-booking/VLT-1?capability=\(secret)")
    #expect(answer.status == 303 && answer["Location"] == "/en/my-booking/VLT-1")
    return try await browser.get("/en/my-booking/VLT-1")
  }

  @Test func aBookingOpensByItsCapabilityAlone() async throws {
    try await Browser.with { browser in
      #expect(try await browser.get("/en/my-booking/VLT-1").status == 404)
      #expect(try await browser.get("/en/my-booking/VLT-1?capability=wrong").status == 404)
      #expect(try await browser.get("/en/my-booking/VLT-1?capability=other-secret").status == 404)
      let page = try await open(browser, "client-secret")
      #expect(page.status == 200 && page.body.contains("Waiting for the payment"))
      #expect(page["Cache-Control"] == "no-store" && !page.body.contains("client-secret"))
    }
  }

  @Test func aClientCancelsAfterSeeingTheRefund() async throws {
    let market = PlayedMarket()
    market.change { ($0.status, $0.paymentStatus) = ("confirmed", "paid") }
    try await Browser.with(market) { browser in
      _ = try await open(browser, "client-secret")
      let page = try await browser.get("/en/my-booking/VLT-1/cancel")
      #expect(page.body.contains("You get €39.39 back: everything"))
      let fields = [("token", page.token), ("reason", "ill")]
      let done = try await browser.post("/en/my-booking/VLT-1/cancel", fields)
      #expect(done["Location"] == "/en/my-booking/VLT-1?done=cancelled")
      _ = try await browser.post("/en/my-booking/VLT-1/cancel", fields)
      #expect(market.events.map(\.name) == ["cancel.client", "cancel.client"])
      // The engine knows the second one by its key.
      #expect(Set(market.events.map(\.key)).count == 1)
      #expect(market.events[0].body["reason"]?.stringValue == "ill" && market.events[0].role == "client")
    }
  }

  @Test func aPartyMovesTheMeetingToAFreeTime() async throws {
    let market = PlayedMarket()
    market.change { ($0.status, $0.paymentStatus) = ("confirmed", "paid") }
    try await Browser.with(market) { browser in
      _ = try await open(browser, "consultant-secret")
      let page = try await browser.get("/en/my-booking/VLT-1/move")
      #expect(page.status == 200 && page.body.contains("\(Demo.start(hours: 50))"))
      let fields = [("token", page.token), ("start", "\(Demo.start(hours: 50))")]
      #expect(
        try await browser.post("/en/my-booking/VLT-1/move", fields)["Location"] == "/en/my-booking/VLT-1?done=moved")
      #expect(market.events[0].name == "reschedule.request" && market.events[0].role == "consultant")
      market.change { $0.eventReply = .rejected(code: "too_often", message: "") }
      let refused = try await browser.post("/en/my-booking/VLT-1/move", fields)
      #expect(refused.status == 409 && refused.body.contains("moved too often already"))
    }
  }

  @Test func aClientSaysHowItWas() async throws {
    let market = PlayedMarket()
    market.change { ($0.status, $0.now) = ("completed", Demo.start(hours: 60)) }
    try await Browser.with(market) { browser in
      _ = try await open(browser, "client-secret")
      let page = try await browser.get("/en/my-booking/VLT-1/feedback")
      #expect(try await browser.post("/en/my-booking/VLT-1/feedback", [("token", page.token)]).status == 422)
      let fields = [("token", page.token), ("rating", "5"), ("text", ""), ("testimonial", "yes")]
      #expect(try await browser.post("/en/my-booking/VLT-1/feedback", fields).status == 303)
      #expect(market.events[0].body["rating"]?.intValue == 5 && market.events[0].body["text"]?.isNull == true)
      // Of several lines one is made: personal data have no line breaks.
      let again = try await browser.get("/en/my-booking/VLT-1/feedback")
      let more = [
        ("token", again.token), ("rating", "4"), ("text", "First.\r\n\r\nThen."), ("testimonial", "yes"),
        ("named", "Ada, engineer"),
      ]
      #expect(try await browser.post("/en/my-booking/VLT-1/feedback", more).status == 303)
      let words = try #require(market.events.last?.body)
      #expect(words["text"]?.stringValue == "First. Then." && words["named"]?.stringValue == "Ada, engineer")
    }
  }

  @Test func aFormOfAnotherBookingIsRefused() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      _ = try await open(browser, "client-secret")
      #expect(try await browser.post("/en/my-booking/VLT-1/cancel", [("token", "1.2")]).status == 403)
      browser.origin = "https://evil.example"
      let page = try await browser.get("/en/my-booking/VLT-1/cancel")
      #expect(try await browser.post("/en/my-booking/VLT-1/cancel", [("token", page.token)]).status == 403)
      #expect(market.events.isEmpty)
    }
  }
}
