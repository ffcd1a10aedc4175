import CEL
import CivilTime
import Testing

@Suite struct EvaluationTests {
  /// Each must be true.
  @Test(arguments: [
    // arithmetic and precedence
    "1 + 2 * 3 == 7", "(1 + 2) * 3 == 9", "7 / 2 == 3", "-7 / 2 == -3", "-7 % 3 == -1", "10 - 2 - 3 == 5",
    "-9223372036854775808 < 0", "0x1F == 31", "1u + 2u == 3u", "1.5e3 == 1500.0", ".5 + .5 == 1.0", "1.0 / 0.0 > 1e300",
    "'a' + 'b' == 'ab'", "[1] + [2] == [1, 2]", "b'a' + b'b' == b'ab'", "--5 == 5", "!!true",
    // comparison across numbers
    "1 == 1.0", "1u < 2", "dyn(1) == 1u", "-1 < 1u", "1 in [1.0]", "2 < 2.5", "dyn('1') != 1",
    // logic absorbs errors on either side
    "1 / 0 > 1 || true", "true || 1 / 0 > 1", "!(false && 1 / 0 > 1)", "!(1 / 0 > 1 && false)",
    "[1, 0].exists(x, 1 / x == 1)", "![0, 1].all(x, 1 / x > 1)",
    // strings are code points
    "size('πέντε') == 5", "'\\u00e9' != 'e\\u0301'", "'Z' < 'a'", "'é' > 'z'", "r'\\n' == '\\\\n'",
    "'''a'b''' == \"a'b\"",
    "'héllo'.contains('é')", "'ab'.startsWith('a') && 'ab'.endsWith('b')", "'Ab'.lowerAscii() == 'ab'",
    "'a,b,c'.split(',') == ['a', 'b', 'c']", "['a', 'b'].join('-') == 'a-b'", "'banana'.replace('a', 'o') == 'bonono'",
    "'banana'.replace('a', 'o', 2) == 'bonona'", "' x '.trim() == 'x'", "'héllo'.substring(1, 3) == 'él'",
    "'abcabc'.lastIndexOf('bc') == 4", "'VLT-1'.matches('^VLT-[0-9]+$')", "!'x'.matches('y')",
    "'tacocat'.indexOf('ac', 3) == -1", "'abc'.charAt(1) == 'b'",
    "'%s is %.2f and %d'.format(['pi', 3.14159, 42]) == 'pi is 3.14 and 42'",
    // collections
    "{'a': 1}.a == 1", "{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "'a' in {'a': 1}", "[1, 2, 3][1] == 2",
    "{1: 'x'}[1u] == 'x'",
    "has({'a': null}.a)", "!has({}.a)", "[3, 1, 2].sort() == [1, 2, 3]", "[[1], [2]].flatten() == [1, 2]",
    "[1, 2,] == [1, 2]",
    // macros
    "[1, 2, 3].map(x, x * 2) == [2, 4, 6]", "[1, 2, 3].filter(x, x > 1) == [2, 3]",
    "[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]",
    "[1, 2, 2].exists_one(x, x == 1)", "{'a': 1}.all(k, k == 'a')", "[5, 6].exists(i, v, i == 1 && v == 6)",
    "[1, 2].map(x, [10, 20].map(y, x * y)) == [[10, 20], [20, 40]]", "cel.bind(x, 3, x * x) == 9",
    "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}", "['b', 'a'].sortBy(x, x) == ['a', 'b']",
    // conversions
    "int('42') == 42", "string(1.0) == '1'", "string(1.5) == '1.5'", "double('1e3') == 1000.0", "uint(3) == 3u",
    "int(-3.9) == -3",
    "bool('true')", "string(b'abc') == 'abc'", "type(1) == int", "type('a') == string", "type([]) == list",
    "string(timestamp('2027-03-28T09:00:00+02:00')) == '2027-03-28T07:00:00Z'", "string(duration('90m')) == '5400s'",
    // time
    "timestamp('2027-03-28T09:00:00+02:00') - timestamp('2027-03-27T09:00:00+01:00') == duration('23h')",
    "duration('1h30m') == period('PT90M')", "timestamp('2027-03-28T07:00:00Z').getHours('Europe/Berlin') == 9",
    "timestamp('2027-03-28T07:00:00Z').getMonth() == 2", "duration('90s').getMinutes() == 1",
    "math.greatest(1, 2.5, 2u) == 2.5", "math.least([3, 1, 2]) == 1", "math.abs(-3) == 3",
    // optionals
    "{'a': 1}.?b.orValue(2) == 2", "{'a': 1}.?a.value() == 1", "[1][?3].hasValue() == false",
    "optional.of(1).optMap(x, x + 1).value() == 2", "{?'a': optional.none(), 'b': 1} == {'b': 1}",
    // comments
    "1 == 1 // so it is",
  ])
  func isTrue(source: String) throws {
    #expect(try Fixture().evaluate(source, expecting: .bool) == true)
  }

  @Test(arguments: [
    ("9223372036854775807 + 1", "overflow"), ("-9223372036854775807 - 2", "overflow"), ("0u - 1u", "overflow"),
    ("1 / 0", "divide-by-zero"), ("1 % 0", "divide-by-zero"), ("[1][1]", "bad-index"), ("{'a': 1}.b", "no-such-key"),
    ("{'a': 1}['b']", "no-such-key"), ("dyn(1) + dyn('a')", "no-such-overload"), ("dyn(null) + 1", "null-value"),
    ("int('x')", "bad-conversion"), ("int(1e99)", "overflow"), ("dyn(1) && true", "no-such-overload"),
    ("[1, 2].exists_one(x, dyn(x))", "no-such-overload"), ("{1: 1, 1u: 2}", "duplicate-key"),
    ("-dyn(-9223372036854775807 - 1)", "overflow"),
    ("timestamp(253402300799) + duration('1s')", "overflow"), ("dyn('x').getHours()", "no-such-overload"),
    ("optional.none().value()", "no-value"), ("1 / 0 > 1 || false", "divide-by-zero"),
  ])
  func failsWithItsCode(source: String, code: String) throws {
    #expect(try Fixture().failure(source) == code)
  }

  @Test func anErrorPointsAtTheOperator() throws {
    let program = try Fixture().environment.compile("1 + (2 / (1 - 1))")
    let error = #expect(throws: EvaluationError.self) { try program.evaluate(Fixture()) }
    #expect(error?.offset == 7)
  }

  @Test(arguments: [
    "context.start - now >= period('P7D')", "context.price > 1 && event.data.id == 'x'", "size(context.freezes) > 0",
    "view.status in ['confirmed', 'cancelled']", "context.delivered_at == null", "event.data.note == null",
    "json.a.b[2] == 'c'", "json.n == null", "event.name.startsWith('pi.')", "has(json.a) && !has(json.z)",
    "has(context.start) && !has(context.delivered_at)",
    "'dispute:' + '1' in context.freezes", "(context.delivered_at != null ? context.delivered_at : now) == now",
  ])
  func declaredNamesAreRead(source: String) throws {
    let program = try Fixture.booking.environment.compile(source, expecting: .bool)
    #expect(try program.evaluateBool(Fixture.booking))
  }

  @Test func aProgramTellsWhatItReads() throws {
    var fixture = Fixture.booking
    fixture.environment.declareHostFunction("In", [.string], .bool, id: 4)
    fixture.hosts = { id, arguments in .bool(id == 4 && arguments == ["released"]) }
    let program = try fixture.environment.compile("In('released') && now < context.start && In(event.name) == false")
    #expect(program.slots == [0, 1, 7])
    #expect(program.hostCalls.map(\.id) == [4, 4])
    #expect(program.hostCalls.map(\.literalArguments) == [["released"], [nil]])
    #expect(try program.evaluateBool(fixture))
  }

  @Test func declaredFunctionsAreCalledWithTheirTypesOnly() throws {
    var fixture = Fixture()
    fixture.environment.declareFunction("twice", [.int], .int) { arguments throws(EvaluationError) in
      .int((arguments[0].intValue ?? 0) * 2)
    }
    fixture.environment.declareFunction("twice", [.string], .string) { arguments throws(EvaluationError) in
      .string((arguments[0].stringValue ?? "") + (arguments[0].stringValue ?? ""))
    }
    #expect(try fixture.evaluate("twice(21)") == 42)
    #expect(try fixture.evaluate("twice(dyn('ab'))") == "abab")
    #expect(try fixture.failure("twice(dyn(1.5))") == "no-such-overload")
    #expect(fixture.issues("twice(true)").map(\.code) == ["no-overload"])
  }

  @Test func aNullWhereAValueIsNeededIsAnErrorOfItsOwn() throws {
    #expect(try Fixture.booking.failure("context.delivered_at + period('P1D')") == "null-value")
    #expect(try Fixture.booking.failure("context.delivered_at", expecting: .timestamp) == "null-value")
    #expect(try Fixture.booking.evaluate("context.delivered_at", expecting: .nullable(.timestamp)) == .null)
    #expect(try Fixture.booking.failure("json.a", expecting: .string) == "wrong-type")
  }

  /// Maps are walked in the order in which their entries were put in: as the literal or the document has them.
  @Test func mapsAreWalkedInTheirOwnOrder() throws {
    let keys = (0..<50).map { "k\($0 * 37 % 50)" }
    let json = try JSON.parse("{" + keys.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}")
    let literal = "{" + keys.map { "'\($0)': '\($0)'" }.joined(separator: ", ") + "}"
    let fixture = Fixture().with("m", .dyn, json)
    let expected = Value.list(keys.map(Value.string))
    for range in ["m", literal, "m.transformMap(k, v, v)", "m.transformMapEntry(k, v, {k: v})"] {
      #expect(try fixture.evaluate("\(range).map(k, k)") == expected)
      #expect(try fixture.evaluate("\(range).transformList(k, v, v)") == expected)
      #expect(try fixture.evaluate("\(range).filter(k, k != '')") == expected)
      #expect(JSON.text(try fixture.evaluate(range)) == JSON.text(json))
    }
  }

  @Test func errorsAreAbsorbedOnEitherSide() throws {
    for (left, right) in [("e", "d"), ("d", "e")] {
      let fixture = Fixture().with("e", .dyn, "no bool").with("d", .dyn, true)
      #expect(try fixture.evaluate("\(left) || \(right)") == true)
      #expect(try fixture.evaluate("!\(left == "d" ? "d" : "(e)") && false") == false)
      #expect(try fixture.evaluate("(\(left) && \(right)) || true") == true)
      #expect(try fixture.failure("\(left) && \(right)") == "no-such-overload")
    }
  }
}
