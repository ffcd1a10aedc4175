import CivilTime
import Money
import Pricing
import Testing

/// The prices of the page on the marketplace, part 5.7. Amounts are cents of a euro.
@Suite struct PriceTests {
  struct Case: Sendable {
    let name: String
    let base: Int64
    var u: Int64 = 0
    var lead: Int64 = 10_000
    var asked = Complexity.basic
    var included = Complexity.basic
    var special = Specialization.none
    var season: Int64 = 10_000
    let lines: String
    let amounts: [Int64]
  }

  static let germany = TaxTable(
    rates: ["DE": [TaxTable.Rate(from: LocalDate(year: 2007, month: 1, day: 1) ?? epochDay, rate: BasisPoints(1_900))]],
    supplier: "DE")
  static let epochDay = Instant.epoch.date

  static func request(_ c: Case) throws -> QuoteRequest {
    let facts = PriceFacts(
      demand: BasisPoints(c.u), leadMinutes: c.lead, complexity: c.asked, included: c.included,
      specialization: c.special, season: BasisPoints(c.season))
    return QuoteRequest(
      base: c.base, currency: "EUR", facts: facts, subject: TaxSubject(country: "DE", isBusiness: false),
      date: try day("2027-06-07"))
  }

  static func quote(_ request: QuoteRequest, rules: PriceRules = .standard) throws -> Quote {
    let now = try Instant.at("2027-06-01T12:00:00Z")
    return try #require(
      Quote(request, rules: rules, taxes: germany, payoutShare: BasisPoints(8_500), now: now))
  }

  static let cases = [
    Case(name: "m44", base: 3000, lines: "", amounts: [3000, 2550, 450, 570, 3570]),
    Case(
      name: "m45", base: 3000, u: 7200, lead: 20 * 60, lines: "demand +300, urgency +990, rounding +10",
      amounts: [4300, 3655, 645, 817, 5117]),
    Case(
      name: "m46", base: 15000, asked: .advanced, included: .intermediate, special: .expert,
      lines: "complexity +1500, specialization +1650, rounding +50", amounts: [18200, 15470, 2730, 3458, 21658]),
    Case(
      name: "m47", base: 30000, u: 10_000, lead: 180, asked: .enterprise, included: .advanced, special: .thoughtLeader,
      season: 11_500,
      lines: "demand +30000, urgency +30000, complexity +9000, specialization +19800, season +17820, cap -61620",
      amounts: [75000, 63750, 11250, 14250, 89250]),
    Case(name: "m48", base: 50000, season: 9_000, lines: "season -5000", amounts: [45000, 38250, 6750, 8550, 53550]),
    Case(
      name: "m50", base: 4999, u: 5500, lead: 71 * 60 + 59, lines: "demand +500, urgency +550, rounding -49",
      amounts: [6000, 5100, 900, 1140, 7140]),
    Case(
      name: "m51", base: 15000, season: 7_000, lines: "season -4500, cap +1500",
      amounts: [12000, 10200, 1800, 2280, 14280]),
    Case(name: "m52", base: 49, lines: "rounding +51", amounts: [100, 85, 15, 19, 119]),
    Case(
      name: "m53", base: 3000, asked: .enterprise, lines: "complexity +1500", amounts: [4500, 3825, 675, 855, 5355]),
    Case(
      name: "m54", base: 15000, u: 8000, lead: 5 * 60 + 59, asked: .advanced, included: .intermediate, special: .expert,
      lines: "demand +3750, urgency +9375, complexity +2813, specialization +3093, rounding -31",
      amounts: [34000, 28900, 5100, 6460, 40460]),
  ]

  static func text(_ price: Price) -> String {
    price.lines.map { "\($0.kind.rawValue) \($0.amount < 0 ? "" : "+")\($0.amount)" }.joined(separator: ", ")
  }

  @Test(arguments: cases) func m44_to_m54_linesPriceSharesAndTax(c: Case) throws {
    let quote = try Self.quote(try Self.request(c))
    #expect(Self.text(quote.price) == c.lines, "\(c.name)")
    #expect([quote.price.amount, quote.payout, quote.fee, quote.tax.amount, quote.total] == c.amounts, "\(c.name)")
  }

  @Test(arguments: [
    (4999, 10_000, 3000), (5000, 11_000, 3300), (7499, 11_000, 3300), (7500, 12_500, 3800), (8500, 15_000, 4500),
    (9500, 20_000, 6000),
  ])
  func m49_demandRisesInSteps(u: Int64, factor: Int64, price: Int64) throws {
    let request = try Self.request(Case(name: "m49", base: 3000, u: u, lines: "", amounts: []))
    #expect(request.facts.factors(.standard).demand.value == factor)
    #expect(try Self.quote(request).price.amount == price)
  }

  @Test func m51_aSeasonOutOfRangeIsRefused() throws {
    var rules = PriceRules.standard
    rules.seasons = [Season(from: try day("2027-07-01"), to: try day("2027-08-31"), factor: BasisPoints(7_000))]
    #expect(rules.findings().map(\.code) == ["factor-out-of-range"])
    rules.seasons = [
      Season(from: try day("2027-07-01"), to: try day("2027-08-31"), factor: BasisPoints(9_000)),
      Season(from: try day("2027-08-31"), to: try day("2027-09-30"), factor: BasisPoints(9_000)),
    ]
    #expect(rules.findings().map(\.code) == ["seasons-overlap"])
    #expect(PriceRules.standard.findings().isEmpty)
  }

  @Test(arguments: [
    (0, 15_000), (359, 15_000), (360, 13_000), (1439, 13_000), (1440, 11_000), (4319, 11_000), (4320, 10_000),
  ])
  func m55_urgencyFallsInSteps(lead: Int64, factor: Int64) {
    #expect(PriceFacts(leadMinutes: lead).factors(.standard).urgency.value == factor)
  }

  @Test func m56_aQuoteKeepsItsPriceAndNamesItsRules() throws {
    let request = try Self.request(Self.cases[1])
    let quote = try Self.quote(request)
    var dearer = PriceRules.standard
    dearer.version = 2
    dearer.roundTo = 500
    #expect(try Self.quote(request, rules: dearer).price.amount == 4_500)
    #expect(try Self.quote(request, rules: dearer).rules == 2)
    let later = try Instant.at("2027-06-01T12:04:00Z")
    #expect(!quote.isExpired(at: later))
    #expect((quote.price.amount, quote.rules) == (4_300, 1))
  }

  @Test func m57_aQuoteExpiresAndIsExtendedOnce() throws {
    let quote = try Self.quote(try Self.request(Self.cases[0]))
    let (before, expiry) = (try Instant.at("2027-06-01T12:14:59Z"), try Instant.at("2027-06-01T12:15:00Z"))
    #expect(quote.expires == expiry)
    #expect(!quote.isExpired(at: before))
    #expect(quote.isExpired(at: expiry))
    #expect(quote.extended(at: expiry) == nil)
    let extended = try #require(quote.extended(at: before))
    let end = try Instant.at("2027-06-01T12:30:00Z")
    #expect(extended.expires == end)
    #expect(extended.price == quote.price)
    #expect(extended.extended(at: expiry) == nil)
  }

  @Test(arguments: [
    (3000, 1900, 2521, 479), (3000, 810, 2775, 225), (15000, 2100, 12397, 2603), (2999, 1900, 2520, 479),
  ])
  func m60_taxIsTakenOutOfAGrossAmount(gross: Int64, rate: Int64, net: Int64, tax: Int64) throws {
    let parts = try #require(NetGross(gross: gross, rate: BasisPoints(rate)))
    #expect(parts.net == net)
    #expect(parts.tax == tax)
  }

  @Test(arguments: [(1, 1900, 0), (3, 1900, 1), (617, 810, 50), (5000, 810, 405)])
  func m61_taxIsRoundedHalfUp(net: Int64, rate: Int64, tax: Int64) {
    #expect(NetGross(net: net, rate: BasisPoints(rate))?.tax == tax)
  }

  @Test func lackOfOfferedTimeIsNoDemand() {
    #expect(Demand(offered: 239, booked: 239).share == .zero)
    #expect(Demand(offered: 240, booked: 120).share == BasisPoints(5_000))
    #expect(Demand(offered: 240, booked: 120).level == "medium")
    #expect(Demand(offered: 240, booked: 500).share == .whole)
  }

  @Test func theHourlyPriceIsRoundedHalfUp() {
    #expect(Price.hourly(10_001, minutes: 90) == 15_002)
    #expect(Price.hourly(10_000, minutes: 30) == 5_000)
  }

  @Test func floorAndCeilingComeBeforeTheCap() throws {
    let price = try #require(
      Price(base: 10_000, factors: PriceFactors(), rules: .standard, floor: 40_000, ceiling: nil))
    #expect(Self.text(price) == "floor +30000, cap -15000")
  }

  @Test func aCouponComesLastAndLeavesAStep() throws {
    let now = try Instant.at("2027-06-01T12:00:00Z")
    let half = Coupon(code: "HALF", reduction: .share(BasisPoints(5_000)), services: ["30-for-30"], uses: 1)
    let price = try #require(Price(base: 3_333, factors: PriceFactors(), rules: .standard, coupon: half))
    #expect(Self.text(price) == "rounding -33, coupon -1650")
    let all = Coupon(code: "ALL", reduction: .amount(9_999, currency: "EUR"), until: now)
    #expect(Price(base: 3_000, factors: PriceFactors(), rules: .standard, coupon: all)?.amount == 100)
    #expect(half.refusal(service: "workshop", price: 3_000, currency: "EUR", used: 0, now: now) == .couponOtherService)
    #expect(half.refusal(service: "30-for-30", price: 3_000, currency: "EUR", used: 1, now: now) == .couponUsedUp)
    #expect(half.refusal(service: "30-for-30", price: 3_000, currency: "EUR", used: 0, now: now) == nil)
    #expect(all.refusal(service: "workshop", price: 3_000, currency: "EUR", used: 0, now: now) == .couponExpired)
    #expect(all.refusal(service: "x", price: 3_000, currency: "USD", used: 0, now: .epoch) == .couponOtherCurrency)
  }

  @Test(arguments: 0..<200) func m63_linesSumAndPricesStayInRangeAndRiseWithEachFactor(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let base = Int64.random(in: 1...(seed % 2 == 0 ? 20_000 : Price.largestBase), using: &random)
    var factors = PriceFactors()
    factors.demand = BasisPoints(Int64.random(in: 10_000...20_000, using: &random))
    factors.urgency = BasisPoints(Int64.random(in: 10_000...15_000, using: &random))
    factors.complexity = BasisPoints(Int64.random(in: 10_000...15_000, using: &random))
    factors.specialization = BasisPoints(Int64.random(in: 10_000...12_000, using: &random))
    factors.season = BasisPoints(Int64.random(in: 8_000...13_000, using: &random))
    let price = try #require(Price(base: base, factors: factors, rules: .standard))
    #expect(price.base + price.lines.map(\.amount).reduce(0, +) == price.amount)
    let beforeRounding = price.amount - (price.lines.first { $0.kind == .rounding }?.amount ?? 0)
    #expect(beforeRounding >= BasisPoints(8_000).of(base) ?? .max)
    #expect(beforeRounding <= BasisPoints(25_000).of(base) ?? .min)
    #expect(price.amount % 100 == 0 && price.amount >= 100)
    for path in [
      \PriceFactors.demand, \PriceFactors.urgency, \PriceFactors.complexity, \PriceFactors.specialization,
      \PriceFactors.season,
    ] {
      var higher = factors
      higher[keyPath: path] = BasisPoints(factors[keyPath: path].value + Int64.random(in: 1...2_000, using: &random))
      let more = try #require(Price(base: base, factors: higher, rules: .standard))
      #expect(more.amount >= price.amount, "seed \(seed)")
    }
  }

  @Test func m63_theSamePriceForEveryBody() throws {
    var request = try Self.request(Self.cases[1])
    let price = try Self.quote(request).price
    for subject in [
      TaxSubject(country: "FR", isBusiness: true, vatNumber: "FR40303265045"),
      TaxSubject(country: "US", isBusiness: true), TaxSubject(country: "DE", isBusiness: true),
    ] {
      request.subject = subject
      #expect(try Self.quote(request).price == price)
    }
  }
}

extension Instant {
  fileprivate var date: LocalDate { ZoneRules.utc.local(at: self).date }
}
