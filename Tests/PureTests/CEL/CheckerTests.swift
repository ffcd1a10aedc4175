import CEL
import CivilTime
import Testing

@Suite struct CheckerTests {
  @Test(arguments: [
    ("context.strat", "unknown-name", 0, 13, "did you mean 'context.start'?"),
    ("now > context.strat", "unknown-name", 6, 13, "did you mean 'context.start'?"),
    ("event.data.amout > 1", "unknown-field", 11, 5, "did you mean 'amount'?"),
    ("view.status == 'confirmd'", "outside-domain", 15, 10, "did you mean 'confirmed'?"),
    ("view.status in ['confirmed', 'canceled']", "outside-domain", 29, 10, "did you mean 'cancelled'?"),
    ("siez(context.freezes) > 0", "unknown-function", 0, 21, "did you mean 'size'?"),
    ("context.price > 'a'", "no-overload", 0, 19, "convert to text with string(…)"),
    ("context.price == null", "no-overload", 0, 21, "a int is never null"),
    ("'a'.startWith('a')", "unknown-function", 4, 14, "did you mean 'startsWith'?"),
  ])
  func aMistakeHasItsPlaceAndItsCure(source: String, code: String, offset: Int, length: Int, hint: String) {
    let issues = Fixture.booking.issues(source, expecting: .bool)
    #expect(issues.first?.code == code)
    #expect(issues.first?.offset == offset)
    #expect(issues.first?.length == length)
    #expect(issues.first?.hint == hint)
  }

  @Test(arguments: [
    "", "1 +", "(1", "[1, 2", "{'a' 1}", "'abc", "1 = 2", "a b", "x.(1)", "1..2", "@", "0x", "12abc", "'\\q'", "for",
    "a.map(1, 2)",
    "has(x)", "Foo{a: 1}", "9223372036854775808", "1 ? 2", "\"a\nb\"", "!-1", "a.`", "'\\ud800'",
  ])
  func whatCannotBeReadIsOneSyntaxIssue(source: String) {
    #expect(Fixture().issues(source).map(\.code) == ["syntax"])
  }

  @Test func severalMistakesAreReportedTogether() {
    let issues = Fixture.booking.issues("nwo > context.start && view.status == 'x' && event.data.z == 1")
    #expect(issues.map(\.code) == ["unknown-name", "outside-domain", "unknown-field"])
  }

  @Test(arguments: [
    ("1", CELType.timestamp), ("'a'", .int), ("context.delivered_at", .bool), ("[1]", .list(.string)),
    ("{'id': 1}", .object([.init("id", .string)])), ("{'ib': 'x'}", .object([.init("id", .string)])),
    ("{}", .object([.init("id", .string)])),
    ("'x'", .enumeration(["a", "b"])), ("now > context.start ? 'a' : 'x'", .enumeration(["a", "b"])), ("null", .string),
  ])
  func whatIsExpectedIsChecked(source: String, type: CELType) {
    #expect(!Fixture.booking.issues(source, expecting: type).isEmpty)
  }

  @Test(arguments: [
    ("context.start", CELType.timestamp), ("now > context.start ? context.start : null", .nullable(.timestamp)),
    ("event.data.id", .string), ("[1, 2]", .list(.int)), ("{'a': [1]}", .map(.string, .list(.int))), ("json.a", .dyn),
    ("context.start - now", .duration), ("context.freezes.map(x, size(x))", .list(.int)), ("[1, 'a']", .list(.dyn)),
    ("max(context.start, now)", .timestamp), ("context.freezes.filter(x, x != 'a')", .list(.string)),
    ("[]", .list(.dyn)),
  ])
  func typesAreInferred(source: String, type: CELType) throws {
    #expect(try Fixture.booking.environment.compile(source).resultType == type)
  }

  @Test func whatTheCheckerAcceptsUnderAnExpectationHasThatType() throws {
    let object = CELType.object([.init("id", .string), .init("note", .nullable(.string))])
    #expect(try Fixture.booking.evaluate("{'id': 'x'}", expecting: object) == ["id": "x"])
    #expect(try Fixture.booking.failure("{'id': json.n}", expecting: object) == "wrong-type")
    #expect(try Fixture.booking.failure("event.name", expecting: .enumeration(["a"])) == "wrong-type")
  }

  @Test func theLongestDeclaredNameWins() throws {
    let fixture = Fixture().with("a", .dyn, ["b": ["c": 1]]).with("a.b", .dyn, ["c": 2])
    #expect(try fixture.evaluate("a.b.c") == 2)
    #expect(try fixture.evaluate("a['b'].c") == 1)
    #expect(try fixture.evaluate("[{'b': {'c': 3}}].map(a, a.b.c)") == [3])
  }
}
