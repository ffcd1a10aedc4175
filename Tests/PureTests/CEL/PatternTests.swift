@testable import CEL
import Testing

@Suite struct PatternTests {
  private struct Nothing: Bindings {
    func value(slot: Int) throws(EvaluationError) -> Value { .null }
    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
  }

  private func frame(_ budget: Int = 1_000_000) -> Frame {
    Frame(bindings: Nothing(), locals: 0, limits: Frame.Limits(cost: budget, text: 1 << 20, list: 100_000))
  }

  private func find(_ pattern: String, _ text: String) throws -> [Int]? {
    let pattern = try Pattern(pattern)
    var frame = frame()
    let codes = try Pattern.codes(text, &frame)
    var matcher = PatternMatcher(pattern, codes, slots: 2 * (pattern.groupCount + 1))
    return try matcher.find(from: 0, &frame)
  }

  /// As RE2 answers (google-re2 1.1).
  @Test(arguments: [
    ("(a|ab)(c|bcd)(d*)", "abcd", [0, 4, 0, 1, 1, 4, 4, 4]), ("a+?", "aaa", [0, 1]), ("a+", "baaa", [1, 4]),
    ("(?U)a+", "aaa", [0, 1]), ("(?U)a+?", "aaa", [0, 3]), ("x*", "aaa", [0, 0]), ("a|ab", "ab", [0, 1]),
    ("(a)|b", "b", [0, 1, -1, -1]), ("(?:(a)|b)*", "ab", [0, 2, 0, 1]), ("(|a)*", "aa", [0, 0, 0, 0]),
    ("(|a)+", "aa", [0, 0, 0, 0]), ("(a*)*", "b", [0, 0, 0, 0]), ("(a*)+", "b", [0, 0, 0, 0]),
    ("(a|b*)*", "ab", [0, 2, 1, 2]),
    ("a{2,3}?", "aaa", [0, 2]), ("(?m)^b$", "a\nb", [2, 3]), ("é+", "caféé", [3, 5]), ("(a{0})b", "ab", [1, 2, 1, 1]),
    ("\\Qa.b\\E", "aXb a.b", [4, 7]), ("[[:^alpha:]]+", "ab12", [2, 4]), ("\\x{e9}|\\101", "A", [0, 1]),
    ("(?P<year>\\d{4})-(?<month>\\d\\d)", "on 2027-03", [3, 10, 3, 7, 8, 10]), ("a{,2}", "a{,2}", [0, 5]),
  ])
  func matchesLieWhereRE2FindsThem(pattern: String, text: String, places: [Int]) throws {
    #expect(try find(pattern, text) == places)
  }

  @Test(arguments: [
    ("\\p{Greek}+", "αβγ"), ("\\p{Cyrillic}+", "Жя"), ("\\p{Han}+", "漢字"), ("\\p{Hiragana}+", "ひら"),
    ("\\p{Katakana}+", "カタ"), ("\\p{Hangul}+", "한국"), ("\\p{Arabic}+", "عرب"), ("\\p{Hebrew}+", "עברית"),
    ("\\p{Thai}+", "ไทย"), ("\\p{Devanagari}+", "देव"), ("\\p{Armenian}+", "Հայ"), ("\\p{Georgian}+", "ქარ"),
    ("\\p{Latin}+", "Äß"), ("\\P{Latin}+", "漢1"), ("\\p{^Greek}+", "ab"), ("\\p{Lu}\\p{Ll}", "Éa"), ("\\pN+", "1٢Ⅷ"),
    ("(?i)straße", "STRAẞE"), ("(?i)k", "\u{212A}"), ("(?i)σ", "ς"), ("(?i)[à-ü]+", "ÀÜ"), ("\\p{Sc}", "€"),
    ("\\p{Linear_B}", "𐀀"), ("(?i)\\p{Lu}+", "aé"),
  ])
  func propertiesAndCasesAreUnicodes(pattern: String, text: String) throws {
    let compiled = try Pattern("^(?:\(pattern))$")
    var frame = frame()
    #expect(try compiled.matches(text, &frame))
  }

  @Test(arguments: [
    "((a{100}){11})", "(a{33}){31}", "a{1001}", "a{2,1}", "a**", "a*?*", "|*", "(?i)*", "\\8", "\\1", "\\Z", "\\C",
    "\\p{Klingon}", "\\p{greek}", "\\p{\u{212A}hmer}", "[[:foo:]]", "[b-a]", "[a-\\d]", "(?P<a>x)(?P<a>y)",
    "(?P<a-b>x)",
    "(?i-)a", "(?z)a", "a)", "(?:a", "\\x{110000}", "\\x4", "a{1000}b{1000}c{1000}d{1000}e{1000}(abcdef){1000}",
  ])
  func whatCannotBeIsRefused(pattern: String) {
    let error = #expect(throws: EvaluationError.self) { try Pattern(pattern) }
    #expect(error?.code == "bad-pattern")
  }

  @Test func groupsWithinEachOtherAreBounded() {
    let deep = String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200)
    #expect(throws: EvaluationError.self) { try Pattern(deep) }
    #expect(throws: EvaluationError.self) { try Pattern(String(repeating: "a", count: 5_000)) }
  }

  @Test(arguments: ["((a*)*)*b", "(a|aa)+$b", "(a?){50}a{50}b", "(.*)(.*)(.*)(.*)x"])
  func theWorkGrowsWithTheTextAndNoFaster(pattern: String) throws {
    let compiled = try Pattern(pattern)
    func work(_ count: Int) throws -> Int {
      var frame = frame(.max)
      #expect(try !compiled.matches(String(repeating: "a", count: count), &frame))
      return .max - frame.budget
    }
    let (small, large) = (try work(500), try work(5_000))
    #expect(large < small * 11)
  }

  @Test func aHostilePatternOnALongTextStaysWithinAnEvaluation() throws {
    let fixture = Fixture().with("t", .string, .string(String(repeating: "a", count: 100_000)))
    #expect(try fixture.evaluate("t.matches('((a*)*)*b')") == false)
  }

  @Test func everyCycleOfCasesComesBack() {
    for code in UInt32(0)..<0x20000 {
      for other in UnicodeProperties.otherCases(of: code...code) {
        #expect(UnicodeProperties.otherCases(of: other...other).contains(code))
      }
    }
  }
}
