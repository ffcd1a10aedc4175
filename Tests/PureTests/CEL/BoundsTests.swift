import CEL
import CivilTime
import Foundation
import Synchronization
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

  /// A sanitizer puts guards around every local variable: its frames are several times as large.
  private static let isSanitized = (["__asan_init", "__tsan_init"] as [String]).contains { dlsym(nil, $0) != nil }

  /// Nesting of any kind, on a stack of 2 MiB, a quarter of a thread's on Linux, unoptimised.
  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("{'a': ", "1", "}"), ("!", "true", ""), ("-", "x", ""), ("size(", "[]", ")"),
    ("true ? 1 : ", "2", ""), ("", "x", ".a"), ("", "x", "[0]"), ("", "x", ".?a"), ("[1].map(x, ", "x", ")"),
    ("1 + ", "1", ""),
    ("", "1", " + 1"), ("cel.bind(y, 1, ", "y", ")"), ("(true ? ", "1", " : 1)"), ("x == (", "1", ")"),
    ("[?", "x", "]"),
    ("has(x.a) && (", "true", ")"), ("x in [", "x", "]"), ("optional.of(", "1", ")"),
  ])
  func deepNestingIsRefusedAndNeverOverflowsTheStack(before: String, middle: String, after: String) throws {
    let seen = Mutex<[[String]]>([])
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      defer { done.signal() }
      let fixture = Fixture().with("x", .dyn, ["a": 1])
      for count in [10, 60, 63, 64, 100, 150, 159, 200, 1_000, 5_000] {
        let source =
          String(repeating: before, count: count) + middle + String(repeating: after, count: count)
        do {
          let program = try fixture.environment.compile(source)
          _ = try? program.evaluate(fixture)
          seen.withLock { $0.append([]) }
        } catch {
          let codes = (error as? CELIssues)?.issues.map(\.code) ?? ["?"]
          seen.withLock { $0.append(codes) }
        }
        _ = try? Interpolation.split("${\(source)}")
      }
    }
    thread.stackSize = (2 << 20) * (Self.isSanitized ? 8 : 1)
    thread.start()
    done.wait()
    let codes = seen.withLock { $0 }
    #expect(codes.count == 10)
    #expect(codes.last == ["limit"])
  }

  @Test func deepValuesAreRefusedAndNeverOverflowTheStack() throws {
    var deep = Value.int(1)
    for _ in 0..<2_000 { deep = [deep] }
    let fixture = Fixture().with("a", .dyn, deep).with("b", .dyn, deep)
    for source in [
      "a == b", "a in [b]", "[a, b].distinct()", "'%s'.format([a])", "[a].flatten()", "sets.contains([a], [b])",
    ] {
      #expect(try fixture.failure(source) == "size-limit", "\(source)")
    }
  }

  @Test func everyLimitCanBeSetAndNamesWhatWasGiven() throws {
    var fixture = Fixture().with("x", .string, "abcdefghij").with("n", .list(.int), [1, 2, 3, 4])
    func message(_ source: String) -> String {
      do { return try fixture.environment.compile(source).evaluate(fixture).typeName } catch { return "\(error)" }
    }
    fixture.environment.limits.source = 8
    #expect(
      message("1 + 1 + 1")
        == "limit at 0: the expression has 9 bytes, the limit of a source is 8; give a part of it a name under define:"
    )
    fixture.environment.limits = .standard
    fixture.environment.limits.nodes = 3
    #expect(message("1 + 1 + 1").contains("more than 3 parts, the limit is 3"))
    fixture.environment.limits = .standard
    fixture.environment.limits.depth = 3
    #expect(message("1 + 1 + 1 + 1").contains("4 levels, the limit is 3"))
    fixture.environment.limits = .standard
    fixture.environment.limits.nesting = 2
    #expect(message("((1))").contains("within each other, the limit is 2"))
    fixture.environment.limits = .standard
    fixture.environment.limits.text = 15
    #expect(message("x + x").contains("size-limit at 2: a text of 20 is larger than the limit of 15"))
    #expect(message("[x, x].join()").contains("a string of 20 is larger than the limit of 15"))
    #expect(message("base64.encode(bytes(x))").contains("a string of 16 is larger than the limit of 15"))
    fixture.environment.limits.list = 3
    #expect(message("n + n").contains("a list of 8 is larger than the limit of 3"))
    #expect(message("n.map(e, e)").contains("size-limit"))
    #expect(message("x.split('')").contains("size-limit"))
    fixture.environment.limits = .standard
    fixture.environment.limits.cost = 20
    #expect(message("n.all(a, n.all(b, a > 0))").contains("cost-limit"))
    #expect(message("n.all(a, n.all(b, a > 0))").contains("the limit of 20 units"))
    #expect(message("[x, x, x, x, x, x, x, x, x, x, x]").contains("costs at least 32 units, the limit of cost is 20"))
    fixture.environment.limits = .standard
    fixture.environment.limits.estimatedCost = 1_000_000
    #expect(message("n.all(a, n.all(b, a > 0))").contains("the limit of estimated cost is 1000000"))
    #expect(message("n.all(a, a > 0)") == "bool")
    // Ceilings hold whatever is set.
    fixture.environment.limits.nesting = .max
    fixture.environment.limits.depth = 0
    #expect(fixture.environment.limits.nesting == 64)
    #expect(fixture.environment.limits.depth == 1)
  }

  @Test func theCostLimitIsNeverAbsorbed() throws {
    var fixture = Fixture().with("n", .list(.int), .list((0..<50).map { .int($0) }))
    fixture.environment.limits.cost = 60
    for source in [
      "n.all(a, a >= 0) || true", "true && n.all(a, a >= 0) || true", "[1].exists(x, n.all(a, a >= 0) || true)",
      "[1, 2].all(x, n.all(a, a >= 0) && false)", "n.all(a, a >= 0) ? 1 : 2", "optional.of(n.map(a, a + 1)).hasValue()",
    ] {
      #expect(try fixture.failure(source) == "cost-limit", "\(source)")
    }
  }

  @Test func lengthIsBounded() {
    #expect(Fixture().issues("'" + String(repeating: "x", count: 70_000) + "'").map(\.code) == ["limit"])
    #expect(Fixture().issues((0..<1_000).map { _ in "true" }.joined(separator: "&&")).isEmpty)
    #expect(Fixture().issues((0..<6_000).map { _ in "x" }.joined(separator: "||")).count > 0)
    #expect(Fixture().issues("[" + (0..<12_000).map { _ in "1" }.joined(separator: ",") + "]").map(\.code) == ["limit"])
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
  func patternsThatRE2RefusesAreRefused(pattern: String) throws {
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
