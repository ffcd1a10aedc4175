import CEL
import CivilTime
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    "null", "true", "0", "-1", "9223372036854775807", "1.0", "-0.5", "1e+16", "\"a\\nb\\\"\\\\\"", "[]", "{}",
    "[1,[2,{\"a\":null}]]", "{\"b\":1,\"a\":2}", "\"é😀\"", "\"\\u0001\"",
  ])
  func aParsedTextIsWrittenAgain(text: String) throws {
    #expect(JSON.text(try JSON.parse(text)) == text)
  }

  @Test func numbersKeepTheirKind() throws {
    #expect(try JSON.parse("1") == .int(1))
    #expect(try JSON.parse("1.0") == .double(1))
    #expect(try JSON.parse("1e2") == .double(100))
    #expect(try JSON.parse("9223372036854775808") == .double(0x1p63))
    #expect(try JSON.parse(#""\ud83d\ude00\u00e9""#) == "😀é")
  }

  @Test(arguments: [
    ("", 1, 1), ("{\"a\":1,}", 1, 8), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1,\n \"a\":2}", 2, 2), ("01", 1, 1),
    ("1.", 1, 3),
    ("nul", 1, 1), ("\"\\ud800\"", 1, 8), ("\"\t\"", 1, 2), ("1 1", 1, 3), ("'a'", 1, 1), ("\"abc", 1, 1),
    ("NaN", 1, 1), ("1e999", 1, 1),
    ("{\"a\"}", 1, 5), ("[1\n,\n\n  x]", 4, 3), ("\"\\x\"", 1, 3), ("-", 1, 1), ("{1:2}", 1, 2),
  ])
  func amissIsRefusedWithItsPlace(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func limitsHold() {
    #expect(throws: JSONError.self) {
      try JSON.parse(String(repeating: "[", count: 65) + String(repeating: "]", count: 65))
    }
    #expect(throws: Never.self) {
      try JSON.parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
    }
    #expect(throws: JSONError.self) { try JSON.parse("[1,2,3]", limits: JSONLimits(depth: 4, bytes: 6)) }
    let error = #expect(throws: JSONError.self) { try JSON.parse([0x22, 0xC3, 0x28, 0x22]) }
    #expect(error?.code == "bad-utf8")
  }

  @Test func canonicalKeysAreSortedByCodePoint() throws {
    let value: Value = ["b": 1, "a": ["z": 1, "y": 2], "\u{E9}": 0, "A": 3]
    #expect(String(decoding: JSON.encodeCanonical(value), as: UTF8.self) == #"{"A":3,"a":{"y":2,"z":1},"b":1,"é":0}"#)
  }

  @Test func valuesThatJSONLacksBecomeText() throws {
    let value: Value = [
      "t": .timestamp(try Instant.parse("2027-01-01T00:00:00.5Z")), "d": .duration(.milliseconds(3_500)),
      "b": .bytes([1, 2, 255]),
      "u": .uint(.max), "n": .double(.nan),
    ]
    #expect(
      JSON.text(value)
        == #"{"t":"2027-01-01T00:00:00.500Z","d":"3.5s","b":"AQL/","u":"18446744073709551615","n":"NaN"}"#)
  }

  @Test func prettyIsIndented() {
    #expect(JSON.pretty(["a": [1, []], "b": [:]]) == "{\n  \"a\": [\n    1,\n    []\n  ],\n  \"b\": {}\n}")
  }

  static func spent(_ text: String) -> Duration {
    ContinuousClock().measure { #expect(throws: Never.self) { try JSON.parse(text) } }
  }

  /// Sixteen times the text may take forty times as long, not two hundred.
  @Test(arguments: ["\\n", "\\\"", "\\u0041", "\\ud83d\\ude00", "ä\\n"])
  func escapesAreReadInTimeLinearInTheText(_ piece: String) {
    func text(_ bytes: Int) -> String { "\"" + String(repeating: piece, count: bytes / piece.utf8.count) + "\"" }
    _ = Self.spent(text(1 << 14))
    let small = (0..<3).map { _ in Self.spent(text(1 << 15)) }.min() ?? .zero
    #expect(Self.spent(text(1 << 19)) < small * 40 + .milliseconds(200))
  }

  /// Canonically equivalent texts are different keys; they must not share a hash either.
  @Test func keysThatDifferInTheOrderOfTheirMarksAreFoundInConstantTime() throws {
    let marks: [Unicode.Scalar] = ["\u{0301}", "\u{0316}", "\u{0327}", "\u{0345}", "\u{0334}", "\u{05B0}", "\u{05B4}"]
    func permutations(_ rest: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
      if rest.isEmpty { return [[]] }
      return rest.indices.flatMap { index in
        var others = rest
        let first = others.remove(at: index)
        return permutations(others).map { [first] + $0 }
      }
    }
    var map = ValueMap()
    var hashes: Set<Int> = []
    for (number, permutation) in permutations(marks).enumerated() {
      var key = String.UnicodeScalarView(["a"])
      key.append(contentsOf: permutation)
      map[String(key)] = .int(Int64(number))
      hashes.insert(Value.string(String(key)).hashValue)
    }
    #expect(map.count == 5_040)
    #expect(hashes.count > 5_000)
  }

  @Test func anObjectOfManyKeysIsReadAndItsRepeatedKeyFound() throws {
    let entries = (0..<100_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    #expect(try JSON.parse("{\(entries)}").mapValue?.count == 100_000)
    #expect(throws: JSONError.self) { try JSON.parse("{\(entries),\"k99999\":1}") }
  }
}
