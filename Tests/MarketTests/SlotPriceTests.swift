import Availability
import CEL
import CivilTime
import Marketplace
import Money
import Pricing
import Testing

/// The price that stands beside a start.
@Suite struct SlotPriceTests {
  @Test(arguments: 0..<12) func aStartHasThePriceThatItsQuoteHas(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    let (first, last) = (try day("2027-06-07"), try day("2027-06-20"))
    let search = try SlotSearch(consultant: "anna-meier", service: "30-for-30", from: first, to: last)
      .prepare(catalogue)
    let now = try #require(Instant(seconds: search.window.start - Int64.random(in: 0...200_000, using: &random)))
    let paid = (0..<20).map { _ in
      let start = search.reach.start + Int64.random(in: 0...1_500, using: &random) * 1_800
      return Interval(start, start + Int64.random(in: 1...4, using: &random) * 3_600)
    }
    var policy = PricePolicy(taxes: PriceTests.germany)
    policy.rules.seasons = [Season(from: try day("2027-06-12"), to: try day("2027-06-16"), factor: BasisPoints(12_000))]
    var prices = SlotPrices(search, rules: policy.rules, paid: paid, now: now)
    var levels: Set<String> = []
    for start in search.availability(booked: [], now: now).starts() {
      let body = try JSON.parse(
        """
        {"consultant": "anna-meier", "service": "30-for-30", "start": "\(Instant(seconds: start) ?? .epoch)",
         "tax": {"country": "DE"}}
        """)
      let call = try #require(QuoteCall.read(body).call)
      let prepared = try QuoteOffice.prepare(call, catalogue)
      let quote = try QuoteOffice.quote(call, prepared, booked: [], paid: paid, policy: policy, now: now)
      let found = prices.price(of: start)
      let price = try #require(found)
      #expect(price.amount == quote.price.amount, "\(call.meeting.start)")
      #expect(price.multiplier == BasisPoints.ratio(quote.price.amount, of: 3_000).value)
      levels.insert(price.demandLevel)
    }
    #expect(!levels.isEmpty)
  }
}
