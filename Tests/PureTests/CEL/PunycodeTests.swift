import Testing

@testable import CEL

@Suite struct PunycodeTests {
  /// The samples of RFC 3492, section 7.1. Its output keeps the case of what was basic, and is compared without.
  static let samples: [(String, [UInt32], String)] = [
    (
      "Arabic (Egyptian)",
      [
        0x0644, 0x064A, 0x0647, 0x0645, 0x0627, 0x0628, 0x062A, 0x0643, 0x0644, 0x0645, 0x0648, 0x0634, 0x0639, 0x0631,
        0x0628, 0x064A, 0x061F,
      ], "egbpdaj6bu4bxfgehfvwxn"
    ),
    (
      "Chinese (simplified)", [0x4ED6, 0x4EEC, 0x4E3A, 0x4EC0, 0x4E48, 0x4E0D, 0x8BF4, 0x4E2D, 0x6587],
      "ihqwcrb4cv8a8dqg056pqjye"
    ),
    (
      "Chinese (traditional)", [0x4ED6, 0x5011, 0x7232, 0x4EC0, 0x9EBD, 0x4E0D, 0x8AAA, 0x4E2D, 0x6587],
      "ihqwctvzc91f659drss3x8bo0yb"
    ),
    (
      "Czech",
      [
        0x0050, 0x0072, 0x006F, 0x010D, 0x0070, 0x0072, 0x006F, 0x0073, 0x0074, 0x011B, 0x006E, 0x0065, 0x006D, 0x006C,
        0x0075, 0x0076, 0x00ED, 0x010D, 0x0065, 0x0073, 0x006B, 0x0079,
      ], "Proprostnemluvesky-uyb24dma41a"
    ),
    (
      "Hebrew",
      [
        0x05DC, 0x05DE, 0x05D4, 0x05D4, 0x05DD, 0x05E4, 0x05E9, 0x05D5, 0x05D8, 0x05DC, 0x05D0, 0x05DE, 0x05D3, 0x05D1,
        0x05E8, 0x05D9, 0x05DD, 0x05E2, 0x05D1, 0x05E8, 0x05D9, 0x05EA,
      ], "4dbcagdahymbxekheh6e0a7fei0b"
    ),
    (
      "Russian (Cyrillic)",
      [
        0x043F, 0x043E, 0x0447, 0x0435, 0x043C, 0x0443, 0x0436, 0x0435, 0x043E, 0x043D, 0x0438, 0x043D, 0x0435, 0x0433,
        0x043E, 0x0432, 0x043E, 0x0440, 0x044F, 0x0442, 0x043F, 0x043E, 0x0440, 0x0443, 0x0441, 0x0441, 0x043A, 0x0438,
      ], "b1abfaaepdrnnbgefbadotcwatmq2g4l"
    ),
    (
      "Spanish",
      [
        0x0050, 0x006F, 0x0072, 0x0071, 0x0075, 0x00E9, 0x006E, 0x006F, 0x0070, 0x0075, 0x0065, 0x0064, 0x0065, 0x006E,
        0x0073, 0x0069, 0x006D, 0x0070, 0x006C, 0x0065, 0x006D, 0x0065, 0x006E, 0x0074, 0x0065, 0x0068, 0x0061, 0x0062,
        0x006C, 0x0061, 0x0072, 0x0065, 0x006E, 0x0045, 0x0073, 0x0070, 0x0061, 0x00F1, 0x006F, 0x006C,
      ], "PorqunopuedensimplementehablarenEspaol-fmd56a"
    ),
    (
      "Vietnamese",
      [
        0x0054, 0x1EA1, 0x0069, 0x0073, 0x0061, 0x006F, 0x0068, 0x1ECD, 0x006B, 0x0068, 0x00F4, 0x006E, 0x0067, 0x0074,
        0x0068, 0x1EC3, 0x0063, 0x0068, 0x1EC9, 0x006E, 0x00F3, 0x0069, 0x0074, 0x0069, 0x1EBF, 0x006E, 0x0067, 0x0056,
        0x0069, 0x1EC7, 0x0074,
      ], "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"
    ),
    (
      "Japanese artist",
      [
        0x5B89, 0x5BA4, 0x5948, 0x7F8E, 0x6075, 0x002D, 0x0077, 0x0069, 0x0074, 0x0068, 0x002D,
        0x0053, 0x0055, 0x0050, 0x0045, 0x0052, 0x002D, 0x004D, 0x004F, 0x004E, 0x004B, 0x0045, 0x0059, 0x0053,
      ], "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"
    ),
    (
      "nothing but basic", [0x002D, 0x003E, 0x0020, 0x0024, 0x0031, 0x002E, 0x0030, 0x0030, 0x0020, 0x003C, 0x002D],
      "-> $1.00 <--"
    ),
  ]

  @Test(arguments: samples.indices) func theSamplesOfTheRFCAreEncoded(_ index: Int) {
    let (name, points, expected) = Self.samples[index]
    #expect(Punycode.encode(points.compactMap(Unicode.Scalar.init)) == expected, "\(name)")
  }

  @Test(arguments: [
    ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.Example", "xn--bcher-kva.Example"),
    ("straße.de", "xn--strae-oqa.de"), ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
    ("例え.テスト", "xn--r8jz45g.xn--zckzah"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("שלום.example", "xn--9dbne9b.example"), ("plain.example", "plain.example"),
  ])
  func aDomainTravelsInASCII(name: String, expected: String) { #expect(DomainName.ascii(name) == expected) }

  @Test(arguments: [
    "", ".", "a..b", "-a.de", "a-.de", "ü-.de", "-ü.de", "b\u{75}\u{308}cher.de", "ｂücher.de", "bü cher.de",
    "bü\u{200B}cher.de", "bü。de", "☃.example", "xn--ü.de", "ab--ü.de", "ﬁü.de", "aשלום.example", "1שלום.example",
    "bü\u{2028}.de", "²ü.de", String(repeating: "ü", count: 60) + ".de", String(repeating: "a", count: 64) + ".de",
    Array(repeating: "ü.", count: 40).joined() + "de",
  ])
  func aNameThatCouldBeTakenForTwoIsNone(name: String) { #expect(DomainName.ascii(name) == nil) }

  @Test func anAddressIsJudgedByWhatTheMailNeeds() {
    #expect(EmailAddress("info@bücher.example")?.description == "info@xn--bcher-kva.example")
    #expect(FieldFormat.email.accepts("info@bücher.example"))
    for bad in ["ï@b.de", "\"a b\"@b.de", "a@[127.0.0.1]", "a@b@c.de", " a@b.de", "a@b.de\r\n"] {
      #expect(EmailAddress(bad) == nil, "\(bad)")
      #expect(!FieldFormat.email.accepts(bad), "\(bad)")
    }
  }
}
