/// ISO 4217's list, and the currencies that the provider (Stripe, docs.stripe.com/currencies) counts differently.
enum CurrencyTable {
  struct ProviderRule {
    var digits: Int?
    var shownDigits: Int?
    var chargeStep: Int64?
    var payoutStep: Int64?
  }

  /// The number of decimal places by code. Metals, bond units and the codes for tests and for no currency have none and
  /// are left out.
  static let digits: [String: Int] = {
    var table: [String: Int] = [:]
    for (digits, codes) in lists {
      for code in codes.split(separator: " ") { table[String(code)] = digits }
    }
    return table
  }()

  private static let lists: [(digits: Int, codes: String)] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
    (
      2,
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY \
      COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
      JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
      NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
      TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
      """
    ),
  ]

  /// The provider's zero-decimal currencies are those of ISO 4217 except for these. Its three-decimal currencies are
  /// ISO 4217's.
  static let providerRules: [String: ProviderRule] = {
    // These are counted in hundredths for the sake of old integrations, although they have none.
    let withoutHundredths = ProviderRule(digits: 2, shownDigits: 0, chargeStep: 100)
    // These are paid out in whole units, although they are charged in hundredths.
    let paidOutWhole = ProviderRule(payoutStep: 100)
    // The card networks support only two of the three places.
    let lastDigitZero = ProviderRule(chargeStep: 10)
    return [
      "ISK": withoutHundredths, "UGX": withoutHundredths, "HUF": paidOutWhole, "TWD": paidOutWhole,
      "BHD": lastDigitZero, "JOD": lastDigitZero, "KWD": lastDigitZero, "OMR": lastDigitZero, "TND": lastDigitZero,
      // The unit is divided into fifths. The provider counts whole ariary; a fifth of an ouguiya is twenty hundredths.
      "MGA": ProviderRule(digits: 0), "MRU": ProviderRule(chargeStep: 20),
    ]
  }()
}
