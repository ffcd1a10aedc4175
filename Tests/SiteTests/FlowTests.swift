import CEL
import CivilTime
import EngineMessages
import Ingress
import Testing

@testable import Site

/// The whole flow without a script, as a browser walks through it.
@Suite struct FlowTests {
  static let service = [
    ("service", "30-for-30"), ("country", "DE"), ("payer", "private"), ("complexity", ""), ("industry", ""),
    ("vat", ""),
  ]
  static let details = [("first", "Ada"), ("last", "Lovelace"), ("email", "ada@client.example"), ("linkedin", "")]
  static let business = [("subject", "An engine\r\nand its notes")]
  static let agreement = [("method", "card"), ("terms", "yes"), ("privacy", "yes"), ("data", "yes")]
  static var time: [(String, String)] { [("start", "\(Demo.start(hours: 48))"), ("zone", "Asia/Kathmandu")] }

  /// Begins a booking and returns the address of its first step.
  static func begin(_ browser: Browser, _ language: String = "en") async throws -> String {
    let answer = try await browser.post("/\(language)/book", [("consultant", "anna-meier")])
    #expect(answer.status == 303)
    return try #require(answer["Location"])
  }

  /// Walks to the page before the booking.
  static func walk(_ browser: Browser, _ language: String = "en") async throws -> (path: String, page: Browser.Answer) {
    let first = try await begin(browser, language)
    let times = try await browser.submit(first, service)
    #expect(times.path.hasSuffix("/time"))
    let people = try await browser.submit(times.path, time)
    #expect(people.path.hasSuffix("/details"))
    let subject = try await browser.submit(people.path, details)
    #expect(subject.path.hasSuffix("/business"))
    let check = try await browser.submit(subject.path, business)
    #expect(check.path.hasSuffix("/check"))
    return check
  }

  /// M110. The facts are the same in both languages; the language itself is the only one that differs.
  @Test func aClientBooksWithoutAScriptInBothLanguages() async throws {
    var inputs: [Value] = []
    for language in ["en", "de"] {
      let market = PlayedMarket()
      try await Browser.with(market) { browser in
        let check = try await Self.walk(browser, language)
        #expect(check.page.body.contains(language == "en" ? "€39.39" : "39,39\u{A0}€"))
        let total = [("total", "3939 EUR")]
        let done = try await browser.submit(check.path, Self.agreement + total)
        #expect(done.path.hasSuffix("/done") && done.page.status == 200)
        #expect(done.page.body.contains("VLT-1"))
        #expect(market.holds.count == 1 && market.bookings.count == 1)
        #expect(market.quotes.last?["hold"]?.stringValue == "HOLD-1")
        var input = try #require(market.bookings.first?.input.mapValue)
        #expect(input["client"]?["language"]?.stringValue == language)
        #expect(input["client"]?["name"]?.stringValue == "Ada Lovelace")
        #expect(input["client"]?["zone"]?.stringValue == "Asia/Kathmandu")
        #expect(input["brief"]?.stringValue == "An engine / and its notes")
        #expect(input["hold"]?.stringValue == "HOLD-1" && input["quote"]?.stringValue == "quote-3939")
        var client = try #require(input["client"]?.mapValue)
        (client["language"], client["id"]) = (nil, nil)
        input["client"] = .map(client)
        #expect(input["return_to"]?.stringValue == "http://127.0.0.1:\(browser.port)/\(language)/my-booking")
        input["return_to"] = nil
        inputs.append(.map(input))
        let calendar = try await browser.get("/\(language)/my-booking/VLT-1/calendar.ics")
        #expect(calendar.status == 200 && calendar.body.contains("DTSTART:20270331T080000Z\r\n"))
      }
    }
    #expect(inputs[0] == inputs[1])
  }

  /// M112.
  @Test func anAnswerThatIsMissingIsNamedAndAllOthersAreKept() async throws {
    try await Browser.with { browser in
      let first = try await Self.begin(browser)
      let times = try await browser.submit(first, Self.service)
      let people = try await browser.submit(times.path, Self.time)
      let again = try await browser.submit(people.path, [("first", "Ada"), ("last", "Lovelace"), ("email", "")])
      #expect(again.page.status == 422)
      #expect(again.page.body.contains("<title>Error:") && again.page.body.contains("href=\"#email\""))
      #expect(again.page.body.contains("value=\"Ada\""))
    }
  }

  /// M113.
  @Test func aTimeThatIsGoneIsNamedWithTheNearestOnes() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let check = try await Self.walk(browser)
      market.change { state in
        state.bookingRefusals = [
          MarketRefusal(
            status: 409, code: "slot_taken", message: "",
            members: ["alternatives": .list([["start": .string("\(Demo.start(hours: 50))")]])])
        ]
      }
      let gone = try await browser.submit(check.path, Self.agreement + [("total", "3939 EUR")])
      #expect(gone.page.status == 409)
      #expect(gone.page.body.contains("has just been taken") && gone.page.body.contains("\(Demo.start(hours: 50))"))
      // Only the time is asked for again: whatever else was said is still there.
      let next = try await browser.submit(
        check.path.replacing("/check", with: "/time"), [("start", "\(Demo.start(hours: 50))")])
      #expect(next.path.hasSuffix("/check") && next.page.body.contains("ada@client.example"))
    }
  }

  /// M114.
  @Test func anExpiredPriceIsShownBesideTheNewOneAndNothingIsCharged() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let check = try await Self.walk(browser)
      market.change { ($0.now, $0.total, $0.expires) = (Demo.start(hours: 2), 4_500, Demo.start(hours: 3)) }
      market.change { state in
        let quote = PlayedMarket.quote(state)
        state.bookingRefusals = [
          MarketRefusal(status: 409, code: "quote_expired", message: "", members: ["quote": quote])
        ]
      }
      let page = try await browser.submit(check.path, Self.agreement + [("total", "3939 EUR")])
      #expect(page.page.status == 409 && market.bookings.isEmpty)
      #expect(page.page.body.contains("Book for €45.00"))
    }
  }

  /// M115.
  @Test func aButtonThatIsPressedTwiceBooksOnce() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let check = try await Self.walk(browser)
      let fields = [("token", check.page.token), ("total", "3939 EUR")] + Self.agreement
      let first = try await browser.post(check.path, fields)
      let second = try await browser.post(check.path, fields)
      #expect(first["Location"] == second["Location"] && market.bookings.count == 1)
      let done = try #require(first["Location"])
      #expect(try await browser.get(done).status == 200)
      #expect(try await browser.get(done).status == 200)
      #expect(market.bookings.count == 1)
    }
  }

  /// M116.
  @Test func namesAreTextOrRefused() async throws {
    try await Browser.with { browser in
      let first = try await Self.begin(browser)
      let times = try await browser.submit(first, Self.service)
      let people = try await browser.submit(times.path, Self.time)
      func name(_ name: String) async throws -> (path: String, page: Browser.Answer) {
        try await browser.submit(people.path, [("first", name), ("last", "B"), ("email", "a@b.example")])
      }
      let script = try await name("<script>alert(1)</script>")
      #expect(script.path.hasSuffix("/business"))
      let check = try await browser.submit(script.path, Self.business)
      #expect(check.page.body.contains("&lt;script&gt;") && !check.page.body.contains("<script>alert"))
      #expect(try await name("A").path.hasSuffix("/check"))
      #expect(try await name("a\u{202E}b").page.status == 422)
      #expect(try await name("a\u{7}b").page.status == 422)
      #expect(try await name(String(repeating: "x", count: 4_096)).page.status == 422)
    }
  }

  /// M117.
  @Test func aDraftOpensOnlyForWhoeverBeganIt() async throws {
    try await Browser.with { browser in
      let mine = try await Self.begin(browser)
      let page = try await browser.get(mine)
      #expect(page.status == 200)
      let other = mine.replacing(/[0-9a-f]{32}/, with: String(repeating: "0", count: 32))
      #expect(try await browser.get(other).status == 404)
      browser.origin = "https://evil.example"
      #expect(try await browser.post(mine, [("token", page.token)] + Self.service).status == 403)
      browser.origin = "http://127.0.0.1:\(browser.port)"
      #expect(try await browser.post(mine, [("token", "1.0000")] + Self.service).status == 403)
      #expect(try await browser.post(mine, [("token", page.token)] + Self.service).status == 303)
      browser.forget()
      #expect(try await browser.get(mine).status == 404)
      #expect(try await browser.post(mine, [("token", page.token)] + Self.service).status == 404)
    }
  }

  /// M118, as far as the site is concerned: the time that is chosen is an instant, whatever zone it was shown in.
  @Test func theZoneOfTheClientIsKeptWithTheTime() async throws {
    try await Browser.with { browser in
      let first = try await Self.begin(browser)
      let times = try await browser.submit(first, Self.service)
      let page = try await browser.get("\(times.path)?zone=Asia/Kathmandu")
      #expect(page.body.contains(">13:45<") && page.body.contains("10:00 Berlin"))
      // The form sends the zone as a field, so its address has none.
      let zone = try #require(page.body.firstMatch(of: /type="hidden" name="zone" value="([^"]*)"/)).1
      let people = try await browser.submit(
        times.path, [("start", "\(Demo.start(hours: 48))"), ("zone", String(zone))])
      #expect(people.page.body.contains("13:45 (Kathmandu, UTC+5:45)"))
    }
  }

  /// M120.
  @Test func anotherServiceGivesTheTimeBackAndTheSameOneKeepsIt() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let check = try await Self.walk(browser)
      let service = check.path.replacing("/check", with: "/service")
      #expect(try await browser.submit(service, Self.service).path.hasSuffix("/check"))
      #expect(market.events.isEmpty)
      let other = [("service", "workshop")] + Self.service.dropFirst()
      #expect(try await browser.submit(service, other).path.hasSuffix("/time"))
      #expect(market.events.map(\.name) == ["hold.release"])
    }
  }

  @Test func aStepThatIsAheadLeadsToTheFirstOneThatIsOpen() async throws {
    try await Browser.with { browser in
      let first = try await Self.begin(browser)
      let answer = try await browser.get(first.replacing("/service", with: "/check"))
      #expect(answer.status == 303 && answer["Location"] == first)
    }
  }

  @Test func theLanguageChangesWithoutLosingAnything() async throws {
    try await Browser.with { browser in
      let check = try await Self.walk(browser)
      let german = try await browser.get(check.path.replacing("/en/", with: "/de/"))
      #expect(german.status == 200 && german.body.contains("ada@client.example"))
      #expect(german.body.contains("Für 39,39\u{A0}€ buchen"))
    }
  }

  @Test func nothingIsBookedAtAPriceThatWasNotOnThePage() async throws {
    let market = PlayedMarket()
    try await Browser.with(market) { browser in
      let check = try await Self.walk(browser)
      let answer = try await browser.submit(check.path, Self.agreement + [("total", "1 EUR")])
      #expect(answer.page.status == 409 && market.bookings.isEmpty)
      let silent = try await browser.submit(check.path, [("method", "card"), ("total", "3939 EUR")])
      #expect(silent.page.status == 422 && silent.page.body.contains("href=\"#terms\"") && market.bookings.isEmpty)
    }
  }
}
