import Testing

@testable import Pages
@testable import Site

/// Clients' words and logos on the first page.
@Suite struct SocialProofTests {
  @Test func nothingIsShownThatIsNotKnown() async throws {
    try await Browser.with(PlayedMarket()) { browser in
      let page = try await browser.get("/en/book-a-meeting").body
      for words in ["In their own words", "Among our clients", "booked in seven days"] {
        #expect(!page.contains(words))
      }
    }
  }

  @Test func wordsLogosAndActivityAreShownWhereThereAreSome() async throws {
    let market = PlayedMarket()
    let words = SocialProof.Testimonial(
      words: Passage("<b>Sehr hilfreich</b>", "de"), name: "Ada", consultant: "anna-meier", rating: 5)
    market.change { $0.proof = SocialProof(testimonials: [words], bookedInAWeek: 5) }
    try await Browser.with(
      market, { $0.logos = [.init(name: "A & B", type: "image/svg+xml", bytes: Array("<svg/>".utf8))] }
    ) {
      browser in
      let page = try await browser.get("/en/book-a-meeting").body
      #expect(page.contains("<p lang=\"de\">&lt;b&gt;Sehr hilfreich") && page.contains("meetings booked in seven days"))
      let address = try #require(page.firstMatch(of: /src="(\/assets\/logos\/0[^"]*)"/)).1
      #expect(page.contains("alt=\"A &amp; B\""))
      let logo = try await browser.get(String(address))
      #expect(logo.status == 200 && logo["Content-Type"] == "image/svg+xml" && logo.body == "<svg/>")
      #expect(try await browser.get("/assets/logos/1").status == 404)
      market.change { $0.proof.bookedInAWeek = 4 }
      #expect(try await browser.get("/en/book-a-meeting").body.contains("booked in seven days") == false)
    }
  }
}
