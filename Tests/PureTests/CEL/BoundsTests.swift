import CEL
import CivilTime
import Testing

@Suite struct BoundsTests {
  @Test func aCostLimitEndsWhatMultiplies() throws {
    let list = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    #expect(try Fixture().failure("\(list).all(a, \(list).all(b, \(list).all(c, a + b + c >= 0)))") == "cost-limit")
    #expect(try Fixture().failure("true || \(list).all(a, \(list).all(b, \(list).all(c, true)))") == nil)
    #expect(try Fixture().failure("\(list).all(a, \(list).all(b, \(list).all(c, true))) || true") == "cost-limit")
  }

  @Test func textsDoNotGrowWithoutEnd() throws {
    let fixture = Fixture().with("x", .string, .string(String(repeating: "x", count: 600_000)))
    #expect(try fixture.failure("x + x") == "size-limit")
    #expect(try fixture.failure("[x, x].join()") == "size-limit")
  }

  @Test func depthAndLengthAreBounded() {
    let deep = String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200)
    #expect(Fixture().issues(deep).map(\.code) == ["limit"])
    #expect(Fixture().issues((0..<1_000).map { _ in "1" }.joined(separator: "+")).map(\.code) == ["limit"])
    #expect(Fixture().issues("'" + String(repeating: "x", count: 70_000) + "'").map(\.code) == ["limit"])
    #expect(Fixture().issues((0..<1_000).map { _ in "true" }.joined(separator: "&&")).isEmpty)
    #expect(Fixture().issues(String(repeating: "!", count: 500) + "true").map(\.code) == ["limit"])
  }

  @Test func patternsTakeLinearTime() throws {
    let text = String(repeating: "a", count: 5_000)
    #expect(try Fixture().evaluate("'\(text)'.matches('(a*)*b')") == false)
    #expect(try Fixture().evaluate("'\(text)'.matches('^(a|aa)+$')") == true)
  }

  @Test(arguments: [
    ("banana", "ba(na)*", true), ("hubba", "^ubb", false), ("a\nb", "(?m)^b$", true), ("a\nb", "a.b", false),
    ("a\nb", "(?s)a.b", true),
    ("ÄÖ", "(?i)äö", true), ("x1", "^\\w\\d$", true), ("é", "^\\w$", false), ("é", "^\\pL$", true),
    ("a-b", "^[a\\-b]+$", true), ("]", "[]]", true),
    ("abc", "a{2,3}", false), ("aaa", "^a{2,3}$", true), ("a{", "a{", true), ("foo bar", "\\bbar\\b", true),
    ("x", "[[:digit:]]", false),
    ("VLT-20270328-7K2M", "^VLT-[0-9]{8}-[0-9A-Z]{4}$", true), ("", "", true), ("ab", "^(?:a|b){2}$", true),
    ("b", "[^a]", true),
  ])
  func patternsMatchAsRE2Does(text: String, pattern: String, expected: Bool) throws {
    let fixture = Fixture().with("t", .string, .string(text)).with("p", .string, .string(pattern))
    #expect(try fixture.evaluate("t.matches(p)") == .bool(expected))
  }

  @Test(arguments: ["(", ")", "[", "a**", "*", "\\1", "(?=a)", "(?<!a)", "a{1001}", "[z-a]", "\\", "\\pX", "(?P<>a)"])
  func whatRE2RefusesIsRefused(pattern: String) throws {
    let fixture = Fixture().with("p", .string, .string(pattern))
    #expect(try fixture.failure("'a'.matches(p)") == "bad-pattern")
  }

  @Test func randomTextsAreRefusedNeverTrapped() {
    let words = [
      "a", "context.start", "now", "json", "1", "0", "-9223372036854775808", "1.5", "1u", "'s'", "b'\\377'", "null",
      "true", "(", ")", "[", "]",
      "{", "}", ".", ",", ":", "?", "+", "-", "*", "/", "%", "==", "<", "in", "&&", "||", "!", "size", ".map", "(x,",
      "x", "has(", "matches",
      "period('P1D')", "timestamp(", "'2027-01-01T00:00:00Z'", ".?", "[?", "\"", "'", "\\", "`", "é", "//", "\n",
      "int(", "format", "substring(",
      ".replace('', 'x')", ".split('')", "e", "0x", "optional.of(", "cel.bind(", "share(", "clamp(", "dyn(",
    ]
    var random = SplitMix(seed: 42)
    for _ in 0..<20_000 {
      let count = Int(random.next() % 12) + 1
      let source = (0..<count).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(
        separator: random.next() % 2 == 0 ? "" : " ")
      guard let program = try? Fixture.booking.environment.compile(source) else { continue }
      _ = try? program.evaluate(Fixture.booking)
    }
    for _ in 0..<5_000 {
      let bytes = (0..<Int(random.next() % 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      _ = Fixture.booking.issues(String(decoding: bytes, as: UTF8.self))
      _ = try? JSON.parse(bytes)
      _ = try? Interpolation.split(String(decoding: bytes, as: UTF8.self))
    }
  }
}
