import CEL
import CivilTime
import Testing

@Suite struct CheckerTests {
  @Test(arguments: [
    ("context.strat", "unknown-name", 8, 5, "did you mean 'start'?"),
    ("now > context.strat", "unknown-name", 14, 5, "did you mean 'start'?"),
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
  func anUnreadableExpressionIsOneSyntaxIssue(source: String) {
    #expect(Fixture().issues(source).map(\.code) == ["syntax"])
  }

  @Test func severalMistakesAreReportedTogether() {
    let issues = Fixture.booking.issues("nwo > context.start && view.status == 'x' && event.data.z == 1")
    #expect(issues.map(\.code) == ["unknown-name", "outside-domain", "unknown-field"])
    #expect(Fixture().issues("f(1 +, [2 3], {'a' 4}, 5)").map(\.offset) == [5, 10, 19])
    #expect(Fixture().issues("a = b & c ; d").map(\.code) == ["syntax", "syntax", "syntax"])
  }

  @Test(arguments: [
    ("1", CELType.timestamp), ("'a'", .int), ("context.delivered_at", .bool), ("[1]", .list(.string)),
    ("{'id': 1}", .object([.init("id", .string)])), ("{'ib': 'x'}", .object([.init("id", .string)])),
    ("{}", .object([.init("id", .string)])),
    ("'x'", .enumeration(["a", "b"])), ("now > context.start ? 'a' : 'x'", .enumeration(["a", "b"])), ("null", .string),
  ])
  func theExpectedTypeIsChecked(source: String, type: CELType) {
    #expect(!Fixture.booking.issues(source, expecting: type).isEmpty)
  }

  @Test(arguments: [
    ("context.start", CELType.timestamp), ("now > context.start ? context.start : null", .nullable(.timestamp)),
    ("event.data.id", .string), ("[1, 2]", .list(.int)), ("{'a': [1]}", .map(.string, .list(.int))), ("json.a", .dyn),
    ("context.start - now", .duration), ("context.freezes.map(x, size(x))", .list(.int)), ("[1, 'a']", .list(.dyn)),
    ("max(context.start, now)", .timestamp), ("context.freezes.filter(x, x != 'a')", .list(.string)),
    ("[]", .list(.dyn)), ("[[], [1]]", .list(.list(.int))), ("[[1], []]", .list(.list(.int))),
    ("[[1], ['a']]", .list(.dyn)), ("[optional.none(), optional.of(1)]", .list(.optional(.int))),
    ("[optional.of(1), null][0]", .optional(.int)), ("optional.none().or(optional.of('a'))", .optional(.string)),
    ("optional.none().orValue(1)", .int), ("[1, dyn(1)]", .list(.dyn)),
    ("{'a': [], 'b': ['x']}", .map(.string, .list(.string))),
    ("[] + [1]", .list(.int)), ("[[1]].flatten()", .list(.int)), ("[{'a': 1}].map(m, m.a)", .list(.int)),
    ("{'a': 1}.?b", .optional(.int)), ("[1].first().orValue(2)", .int), ("[].map(x, x)", .list(.dyn)),
    ("context.freezes.sortBy(x, size(x))", .list(.string)),
    ("{'b': 1}.transformMap(k, v, string(v))", .map(.string, .string)),
    ("{'b': 1}.transformList(k, v, k)", .list(.string)), ("true ? [] : [1u]", .list(.uint)),
    ("[context.start, context.delivered_at]", .list(.nullable(.timestamp))),
  ])
  func typesAreInferred(source: String, type: CELType) throws {
    #expect(try Fixture.booking.environment.compile(source).resultType == type)
  }

  @Test func acceptedExpressionsHaveTheExpectedType() throws {
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

  @Test func everyCallHasTypeParametersOfItsOwn() throws {
    var fixture = Fixture()
    let (a, b) = (CELType.parameter("A"), CELType.parameter("B"))
    fixture.environment.declareFunction("pair", [a, b], .abstract("pair", [a, b])) { _ throws(EvaluationError) in .null
    }
    fixture.environment.declareFunction("swap", [.abstract("pair", [a, b])], .abstract("pair", [b, a])) {
      _ throws(EvaluationError) in .null
    }
    fixture.environment.declareFunction("pick", [.list(a), a], a) { v throws(EvaluationError) in v[1] }
    fixture.environment.declareFunction("zip", [.list(a), .list(b)], .list(.map(a, b))) {
      _ throws(EvaluationError) in []
    }
    func type(_ source: String) throws -> CELType { try fixture.environment.compile(source).resultType }
    #expect(try type("pair(1, pair('a', 2u))") == .abstract("pair", [.int, .abstract("pair", [.string, .uint])]))
    #expect(try type("swap(swap(pair(1, 'a')))") == .abstract("pair", [.int, .string]))
    #expect(try type("swap(pair(1, dyn('a')))") == .abstract("pair", [.dyn, .int]))
    #expect(try type("[pair(1, 2u), pair(dyn(1), 2u)]") == .list(.abstract("pair", [.dyn, .uint])))
    #expect(try type("pick([], 'a')") == .string)
    #expect(try type("pick([1], dyn(2))") == .dyn)
    #expect(try type("zip(['a'], [[]])") == .list(.map(.string, .list(.dyn))))
    #expect(fixture.issues("pick([1], 'a')").map(\.code) == ["no-overload"])
    #expect(fixture.issues("swap(1)").map(\.code) == ["no-overload"])
    // A list that would have to hold itself.
    #expect(try type("cel.bind(x, [], [x, [x]])") == .list(.dyn))
  }

  @Test func namesAreLookedUpInTheContainer() throws {
    var fixture = Fixture().with("com.shop.x", .int, 1).with("com.x", .int, 2).with("x", .int, 3)
    fixture.environment.declareFunction("com.shop.f", [], .int) { _ throws(EvaluationError) in 4 }
    fixture.environment.container = "com.shop"
    #expect(try fixture.evaluate("[x, .x, .com.x, com.x, f()]") == [1, 3, 2, 2, 4])
    fixture.environment.container = "com"
    #expect(try fixture.evaluate("[x, shop.x, shop.f()]") == [2, 1, 4])
  }

  @Test func anIssueIsShownUnderItsSource() {
    func shown(_ source: String) -> String {
      do {
        _ = try Fixture.booking.environment.compile(source)
        return ""
      } catch { return error.rendered(source: source) }
    }
    #expect(
      shown("context.prise > 3") == """
        1 | context.prise > 3
          |         ^^^^^ 'prise' is not a field of context; did you mean 'price'?
        """)
    #expect(
      shown("now > context.start &&\n\tevent.data.amout > 1") == """
        2 | \tevent.data.amout > 1
          | \t           ^^^^^ 'amout' is not a field of event.data; did you mean 'amount'?
        """)
    #expect(
      shown("'é' + context.price") == """
        1 | 'é' + context.price
          | ^^^^^^^^^^^^^^^^^^^ there is no string + int; convert to text with string(…)
        """)
    #expect(
      shown("size(1, 2") == """
        1 | size(1, 2
          |          ^ expected an operator, ',' or ')', found the end of the expression
        """)
    #expect(
      shown("min(now, 1)").hasPrefix(
        """
        1 | min(now, 1)
          | ^^^^^^^^^^^ min does not take (timestamp, int); min(int, int, …) -> int or
        """))
    #expect(shown("a and b").contains("expected an operator or the end of the expression, found 'and'; write &&"))
    #expect(shown("[1].map(x)").contains("map is a macro: list.map(x, body)"))
    let long = String(repeating: "1 + ", count: 100) + "nwo" + String(repeating: " + 1", count: 50)
    #expect(shown(long).split(separator: "\n").allSatisfy { $0.count < 200 })
    #expect(EvaluationError(code: "x", message: "m", offset: 4).rendered(source: "1 + 2") == "1 | 1 + 2\n  |     ^ m")
  }
}
