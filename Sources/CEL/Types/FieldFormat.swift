public import CivilTime

/// A format that a text from outside must have for its later uses.
public enum FieldFormat: Sendable, Hashable {
  /// A time zone that the machine knows, by its exact identifier: `Europe/Berlin`.
  case zone(KnownZones)
  /// An ISO 4217 currency code in use: `EUR`.
  case currency
  /// A well-formed language tag (BCP 47): `de`, `pt-BR`.
  case language
  /// An e-mail address (RFC 5321). The domain may be in any script, because it is sent in ASCII (`xn--…`, RFC 5890).
  case email
  /// An absolute URI (RFC 3986).
  case uri
  /// A name that is safe in paths, keys, mails and terminals: 1 to 100 letters, digits and `- . _ ~ : @ + =`, beginning
  /// with a letter or digit.
  case reference

  /// The names of the formats, as definitions write them.
  public static let names = ["zone", "currency", "language", "email", "uri", "reference"]

  /// Returns nil unless `name` is one of `names`.
  ///
  /// - Parameter zones: the zones that `zone` accepts.
  public init?(_ name: String, zones: any ZoneSource) {
    switch name {
    case "zone": self = .zone(KnownZones(source: zones))
    case "currency": self = .currency
    case "language": self = .language
    case "email": self = .email
    case "uri": self = .uri
    case "reference": self = .reference
    default: return nil
    }
  }

  /// True if the text has this format.
  public func accepts(_ text: String) -> Bool {
    switch self {
    case .zone(let zones): zones.contains(text)
    case .currency: CurrencyCodes.all.contains(text)
    case .language: Self.isLanguage(text)
    case .email: EmailAddress(text) != nil
    case .uri: Self.isURI(text)
    case .reference: Self.isReference(text)
    }
  }

  /// A noun with an example, for messages.
  var phrase: String {
    switch self {
    case .zone: "a time zone that is known, as Europe/Berlin"
    case .currency: "a currency of ISO 4217, as EUR"
    case .language: "a language tag of BCP 47, as de or pt-BR"
    case .email: "an e-mail address"
    case .uri: "an absolute URI"
    case .reference: "1 to 100 letters, digits and -._~:@+=, first a letter or digit"
    }
  }

  /// True if the text may be a family's business key.
  public static func isReference(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 100, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "-._~:@+=".utf8.contains($0) }
  }

  private static func isLanguage(_ text: String) -> Bool {
    guard text.utf8.count <= 35 else { return false }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...8).contains(first.utf8.count), first.utf8.allSatisfy(isLetter) else {
      return false
    }
    return parts.dropFirst().allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isLetterOrDigit) }
  }

  private static func isURI(_ text: String) -> Bool {
    guard text.utf8.count <= 2_048, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = text.utf8[..<colon]
    let rest = text.utf8[text.utf8.index(after: colon)...]
    return scheme.first.map(isLetter) == true && !rest.isEmpty
      && scheme.allSatisfy { isLetterOrDigit($0) || "+-.".utf8.contains($0) }
      && rest.allSatisfy { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }
  }

  static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
  /// ASCII only.
  public static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || (48...57).contains(byte) }
}

/// The zones of a source. All values are equal, because a process has one source of zones.
public struct KnownZones: Sendable, Hashable {
  let source: any ZoneSource

  func contains(_ name: String) -> Bool {
    // The text is checked before it can become part of a path.
    guard (1...64).contains(name.utf8.count),
      name.utf8.allSatisfy({ FieldFormat.isLetterOrDigit($0) || "/_-+".utf8.contains($0) })
    else { return false }
    return name == "UTC" || source.rules(for: name) != nil
  }

  /// Always true.
  public static func == (a: Self, b: Self) -> Bool { true }
  /// Adds nothing to the hash, because all values are equal.
  public func hash(into hasher: inout Hasher) {}
}

/// The currency codes in use (ISO 4217, list one), without those of metals, funds and tests.
enum CurrencyCodes {
  static let all = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP \
    CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY \
    KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK \
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
    TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split(separator: " ").map(String.init))
}
