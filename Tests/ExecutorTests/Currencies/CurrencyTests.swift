import Currencies
import Testing

@Suite struct CurrencyTests {
  @Test func everyCurrencyOfISO4217FormatsAndParsesBack() {
    #expect(Currency.all.count > 150)
    var random = SplitMix64(state: 7)
    for currency in Currency.all {
      let chosen: [Int64] = [0, 1, 5, 9, 10, 99, 100, 101, 999, 1_000, 12_340, 15_000, 123_456_789, .max, .min + 1]
      for amount in chosen.flatMap({ [$0, -$0] })
        + (0..<50).map({ _ in Int64.random(in: -9_999_999...9_999_999, using: &random) })
      {
        let text = currency.decimal(amount)
        #expect(currency.amount(text) == amount, "\(amount) \(currency) is '\(text)'")
        let fraction = text.split(separator: ".").dropFirst().first?.count ?? 0
        #expect(fraction == currency.shownDigits || fraction == currency.digits)
      }
    }
  }

  /// The provider's own lists, as its documentation prints them.
  @Test func theProvidersZeroAndThreeDecimalCurrenciesAreCountedAsItSays() {
    let zero = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(separator: " ").map(String.init)
    for code in zero { #expect(Currency(code)?.decimal(500) == "500", "\(code)") }
    for code in ["BHD", "JOD", "KWD", "OMR", "TND"] {
      #expect(Currency(code)?.decimal(5_120) == "5.120", "\(code)")
      #expect(Currency(code)?.isChargeable(5_120) == true)
      #expect(Currency(code)?.isChargeable(5_124) == false)
      #expect(Currency(code)?.chargeable(5_124) == 5_120)
    }
    for code in ["ISK", "UGX"] {
      #expect(Currency(code)?.decimal(500) == "5", "\(code)")
      #expect(Currency(code)?.isoDigits == 0)
      #expect(Currency(code)?.isChargeable(550) == false)
    }
    for code in ["HUF", "TWD"] {
      #expect(Currency(code)?.decimal(1_045) == "10.45", "\(code)")
      #expect(Currency(code)?.isChargeable(1_045) == true)
      #expect(Currency(code)?.payoutStep == 100)
    }
    #expect(Set(Currency.all.filter { $0.digits == 0 }.map(\.code)) == Set(zero + ["UYI"]))
  }

  @Test func currenciesOfFifthsHaveTwoDigitsInISO4217() {
    #expect(Currency("MRU")?.decimal(120) == "1.20")
    #expect(Currency("MRU")?.chargeable(119) == 100)
    #expect(Currency("MGA")?.isoDigits == 2)
  }

  @Test func nothingOfAnAmountIsHidden() { #expect(Currency("UGX")?.decimal(550) == "5.50") }

  @Test func aCodeIsReadInAnyCaseAndAnUnknownOneIsNone() {
    #expect(Currency("eur") == Currency("EUR"))
    for code in ["", "EU", "EURO", "XAU", "ABC", "€"] { #expect(Currency(code) == nil, "\(code)") }
  }

  @Test func anInvalidAmountIsNotRead() {
    let euro = Currency("EUR")
    for text in ["", "-", ".", "1.", ".5", "1.234", "1,50", "+1", "1.5.0", " 1", "١", "92233720368547758.08"] {
      #expect(euro?.amount(text) == nil, "\(text)")
    }
    #expect(euro?.amount("1.5") == 150)
    #expect(euro?.amount("1.500") == 150)
  }
}
