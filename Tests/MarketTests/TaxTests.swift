import CivilTime
import Money
import Pricing
import Testing

@Suite struct TaxTests {
  @Test func m62_checkDigitsOfVATNumbers() throws {
    for number in ["DE136695976", "ATU13585627", "FR40303265045", "de 136.695.976"] {
      #expect(VATNumber(number)?.isValid == true, "\(number)")
    }
    for number in ["DE136695975", "DE13669597", "ATX13585627", "FR41303265045"] {
      #expect(VATNumber(number)?.isValid == false, "\(number)")
    }
    for number in ["US123456789", "GR094259216", "DE13669597é", ""] { #expect(VATNumber(number) == nil, "\(number)") }
  }

  @Test func theCounterpartTakesAndRefusesTheSameNumbers() {
    for number in VATNumberSamples.valid.split(separator: " ") {
      #expect(VATNumber(String(number))?.isValid == true, "\(number)")
    }
    for number in VATNumberSamples.invalid.split(separator: " ") {
      #expect(VATNumber(String(number))?.isValid == false, "\(number)")
    }
  }

  @Test(arguments: [
    ("DE", false, nil, Tax.Treatment.domestic, 1_900), ("DE", true, "DE136695976", .domestic, 1_900),
    ("FR", true, "FR40303265045", .reverseCharge, 0), ("FR", true, "FR41303265045", .suppliersRate, 1_900),
    ("FR", true, nil, .suppliersRate, 1_900), ("FR", true, "ATU13585627", .suppliersRate, 1_900),
    ("FR", false, "FR40303265045", .suppliersRate, 1_900), ("US", true, nil, .outsideScope, 0),
    ("US", false, nil, .suppliersRate, 1_900), ("CH", true, nil, .outsideScope, 0),
  ])
  func theTreatmentFollowsFromCountryBusinessAndNumber(
    country: String, isBusiness: Bool, number: String?, treatment: Tax.Treatment, rate: Int64
  ) throws {
    let subject = TaxSubject(country: country, isBusiness: isBusiness, vatNumber: number)
    let date = try day("2027-06-07")
    let tax = try #require(Tax(net: 10_000, for: subject, on: date, table: PriceTests.germany))
    #expect(tax.treatment == treatment)
    #expect(tax.rate.value == rate)
    #expect(tax.amount == rate)
    #expect(tax.isUnconfirmed == (treatment == .reverseCharge))
    #expect((tax.note != nil) == (treatment == .reverseCharge))
  }

  @Test func theRateIsThatOfTheDay() throws {
    let table = TaxTable(
      rates: [
        "DE": [
          TaxTable.Rate(from: try day("2021-01-01"), rate: BasisPoints(1_900)),
          TaxTable.Rate(from: try day("2020-07-01"), rate: BasisPoints(1_600)),
        ]
      ], supplier: "DE")
    let days = [try day("2020-12-31"), try day("2021-01-01"), try day("2020-06-30")]
    #expect(days.map { table.rate(of: "DE", on: $0)?.value } == [1_600, 1_900, nil])
  }

  @Test func refundsGiveTheTaxBackInProportionAndInTheEndAllOfIt() throws {
    let quote = try PriceTests.quote(try PriceTests.request(PriceTests.cases[1]))
    #expect(quote.price.amount == 4_300)
    var given: Int64 = 0
    for (amount, before) in [(1_433, 0), (1_433, 1_433), (1_434, 2_866)] as [(Int64, Int64)] {
      given += quote.taxRefund(of: amount, after: before)
    }
    #expect(given == quote.tax.amount)
  }
}

@Suite struct MoneyTests {
  @Test(arguments: [(5, 2, 3), (-5, 2, -2), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (0, 7, 0)] as [(Int128, Int128, Int128)])
  func halvesAreRoundedUp(a: Int128, b: Int128, rounded: Int128) { #expect(Rounding.halfUp(a, b) == rounded) }

  @Test(arguments: 0..<100) func partsAddUpToTheAmount(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let amount = Int64.random(in: -1_000_000...1_000_000, using: &random)
    let weights =
      (0..<Int.random(in: 1...9, using: &random)).map { _ in Int64.random(in: 0...100, using: &random) } + [1]
    let parts = try #require(Apportionment.parts(of: amount, by: weights))
    #expect(parts.reduce(0, +) == amount)
    for (part, weight) in zip(parts, weights) where weight == 0 { #expect(part == 0) }
  }

  @Test func sharesNeverAddUpToMoreThanTheWhole() {
    #expect(BasisPoints(8_500).share(of: 3_333) == 2_833)
    #expect(BasisPoints(1_500).share(of: 3_333) == 499)
    #expect(BasisPoints(3_333).share(of: .max) != nil)
    #expect(BasisPoints(20_000).share(of: .max) == nil)
    #expect(Apportionment.parts(of: 5, by: [0, 0]) == nil)
    #expect(Apportionment.parts(of: 5, by: [-1, 2]) == nil)
  }
}
