import CEL
import CivilTime
import Testing

/// Input from outside is bounded even without declared limits, has the declared format, and is refused with all of its
/// faults at once.
@Suite struct InputLimitsTests {
  static let zones = ZoneTable(["Europe/Berlin": ZoneRules.utc])

  static func refusal(_ type: CELType, _ value: Value) -> String? {
    do throws(TypeMismatch) {
      _ = try CELType.object([.init("x", type)]).decode(["x": value], limits: InputLimits())
      return nil
    } catch {
      return error.message
    }
  }

  static let deep: Value = (0..<20).reduce(1) { value, _ in [value] }

  static let beyond: [(CELType, Value)] = [
    (.string, .string(String(repeating: "ä", count: 2_049))), (.string, "a\nb"), (.string, "a\tb"), (.string, "\u{0}"),
    (.string, "\u{1B}[31m"), (.string, "\u{9B}31m"), (.string, "\u{85}"), (.string, "\u{202E}x"),
    (.string, "\u{2066}x"),
    (.string, "\u{2028}"), (.string, "\u{FEFF}x"), (.string, "\u{FFFF}"), (.opaque("personal"), "a\nb"),
    (.list(.int), .list(Array(repeating: 1, count: 101))), (.list(.string), ["a", "b\u{0}"]),
    (.map(.string, .dyn), .map(ValueMap((0..<101).map { ("k\($0)", 1) }))), (.map(.string, .dyn), ["a\nb": 1]),
    (.map(.string, .dyn), ["a": ["b": "c\u{7F}"]]), (.dyn, deep), (.dyn, ["a": .list(Array(repeating: 1, count: 101))]),
    (.int, .int(.max)), (.int, .int(.min)), (.int, .int((1 << 53) + 1)), (.double, "NaN"), (.double, "Infinity"),
    (.duration, "P99999D"),
    (.duration, "-P99999D"),
  ]

  @Test(arguments: beyond.indices)
  func aValueThatNoLaterUseAcceptsIsRefused(_ index: Int) {
    let (type, value) = Self.beyond[index]
    #expect(Self.refusal(type, value)?.hasPrefix("x") == true)
    #expect(Self.refusal(.nullable(type), value) != nil)
    // A value that was accepted once is read.
    #expect(throws: Never.self) { try CELType.object([.init("x", type)]).decode(["x": value], holdsLimits: false) }
  }

  static let within: [(CELType, Value)] = [
    (.string, .string(String(repeating: "a", count: 4_096))), (.string, ""),
    (.string, "Zoë Łukasiewicz-Ó Súilleabháin"),
    (.string, "👩‍💻 שלום נِم"), (.list(.int), .list(Array(repeating: 1, count: 100))), (.int, .int(1 << 53)),
    (.dyn, ["a": [["b": "c"]]]), (.timestamp, "2027-03-01T09:00:00Z"), (.duration, "P365D"),
    (.nullable(.string), .null),
  ]

  @Test(arguments: within.indices)
  func ordinaryRequestsAreAccepted(_ index: Int) {
    #expect(Self.refusal(Self.within[index].0, Self.within[index].1) == nil)
  }

  @Test func declaredLimitsReplaceTheDefaults() throws {
    func type(_ type: CELType, _ limits: FieldLimits) -> CELType {
      .object([.init(name: "x", type: type, limits: limits)])
    }
    let long = Value.string(String(repeating: "a", count: 10_000))
    let free = FieldLimits(min: nil, max: nil, isFreeText: true)
    let all = InputLimits()
    #expect(throws: Never.self) { try type(.string, .init(min: nil, max: 10_000)).decode(["x": long], limits: all) }
    #expect(throws: Never.self) { try type(.string, free).decode(["x": "a\r\n\tb"], limits: all) }
    #expect(throws: TypeMismatch.self) { try type(.string, free).decode(["x": "a\u{0}b"], limits: all) }
    #expect(throws: TypeMismatch.self) { try type(.string, free).decode(["x": long], limits: all) }
    #expect(throws: Never.self) {
      try type(.list(.int), .init(min: nil, max: 200)).decode(
        ["x": .list(Array(repeating: 1, count: 200))], limits: all)
    }
    #expect(throws: Never.self) {
      try type(.int, .init(min: 0, max: .int(.max))).decode(["x": .int(.max)], limits: all)
    }
  }

  @Test func allFaultsAreReportedAtOnce() {
    let type = CELType.object([
      .init("a", .int), .init("b", .object([.init("c", .string), .init("d", .list(.int))])), .init("e", .string),
    ])
    do throws(TypeMismatch) {
      _ = try type.decode(["a": "x", "b": ["c": "\u{0}", "d": [1, "y", "z"], "q": 1]], limits: InputLimits())
      Issue.record("taken")
    } catch {
      for place in ["a:", "b.c:", "b.d[1]:", "b.d[2]:", "b.q:", "e:"] { #expect(error.message.contains(place)) }
    }
  }

  @Test func aMessageIsBoundedWhateverIsGiven() {
    let keys = ValueMap((0..<100_000).map { (String(repeating: "k", count: 100) + "\($0)", Value.int(1)) })
    do throws(TypeMismatch) {
      _ = try CELType.object([.init("a", .int)]).decode(.map(keys), limits: InputLimits())
      Issue.record("taken")
    } catch {
      #expect(error.message.utf8.count < 8_000)
    }
  }

  static let formats: [(String, takes: [String], refuses: [String])] = [
    (
      "zone", ["Europe/Berlin", "UTC"],
      [
        "", "europe/berlin", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\n",
        String(repeating: "x", count: 5_000),
      ]
    ),
    ("currency", ["EUR", "JPY", "KWD"], ["", "EURO", "eur", "XTS", "ABC", "EU"]),
    (
      "language", ["de", "pt-BR", "zh-Hant-TW", "sr-Latn"],
      ["", "d", "de_DE", "de-", "-de", "de-DE-thislabelistoolong"]
    ),
    (
      "email",
      [
        "ada@client.example", "a.b+c@x.example", "info@xn--bcher-kva.example", "info@bücher.example",
        "o'neil@x.example",
      ],
      [
        "", "ada", "@x.example", "ada@", " ada@x.example", "ada@x.example\r\nBcc: e@x.example", "a..b@x.example",
        ".a@x.example", "a@x..example", "a@-x.example", "a@b@c.example", "a@x.example.",
        String(repeating: "a", count: 65) + "@x.example", "a@" + String(repeating: "b", count: 64) + ".example",
        "a\u{202E}@x.example", "ï@x.example", "\"a b\"@x.example", "a@x\u{202E}.example",
      ]
    ),
    (
      "uri", ["https://x.example/a?b=c#d", "mailto:a@x.example"],
      ["", "x.example", "https:", "ht tp://x", "https://x/ä", "1a:b"]
    ),
    (
      "reference", ["VLT-20270301-7KQ2", "A1", "a.b:c@d+e=f~g_h"],
      ["", " ", "-a", ".", "..", "a/b", "a b", "a\n", "ä", "a%20", String(repeating: "a", count: 101)]
    ),
  ]

  @Test(arguments: formats.indices)
  func aFormatTakesWhatItsStandardSays(_ index: Int) throws {
    let (name, takes, refuses) = Self.formats[index]
    let format = try #require(FieldFormat(name, zones: Self.zones))
    for text in takes { #expect(format.accepts(text), "\(text)") }
    for text in refuses { #expect(!format.accepts(text), "\(text.debugDescription)") }
    let type = CELType.object([
      .init(name: "x", type: .opaque("personal"), limits: .init(min: nil, max: nil, format: format))
    ])
    #expect(throws: Never.self) { try type.decode(["x": .string(takes[0])]) }
    #expect(throws: Never.self) { try type.decode(["x": .null]) }
    for text in refuses { #expect(throws: TypeMismatch.self) { try type.decode(["x": .string(text)]) } }
    #expect(throws: TypeMismatch.self) { try type.decode(["x": 1]) }
  }
}
