import CEL
import CivilTime
import Testing

/// The examples of cel-go's extensions that no file of the conformance suite covers.
@Suite struct ExtensionTests {
  /// Each must be true.
  @Test(arguments: [
    // lists
    "[1, 2, 2, 3, 3, 3].distinct() == [1, 2, 3]", "['b', 'b', 'c', 'a', 'c'].distinct() == ['b', 'c', 'a']",
    "[1, 'b', 2, 'b'].distinct() == [1, 'b', 2]", "[1, 1u, 1.0, [1], [1.0]].distinct() == [1, [1]]",
    "[1,[2,3],[4]].flatten() == [1, 2, 3, 4]", "[1,[2,[3,4]]].flatten() == [1, 2, [3, 4]]",
    "[1,2,[],[],[3,4]].flatten() == [1, 2, 3, 4]", "[1,[2,[3,[4]]]].flatten(2) == [1, 2, 3, [4]]",
    "[[1], 2].flatten(0) == [[1], 2]",
    "lists.range(5) == [0, 1, 2, 3, 4]", "lists.range(0) == []", "lists.range(-1) == []",
    "[5, 3, 1, 2].reverse() == [2, 1, 3, 5]",
    "[1,2,3,4].slice(1, 3) == [2, 3]", "[1,2,3,4].slice(2, 4) == [3, 4]", "[1].slice(1, 1) == []",
    "[3, 2, 1].sort() == [1, 2, 3]", "['b', 'c', 'a'].sort() == ['a', 'b', 'c']",
    "[{'n': 'foo', 's': 0}, {'n': 'bar', 's': -10}, {'n': 'baz', 's': 1000}].sortBy(e, e.s).map(e, e.n) == ['bar', 'foo', 'baz']",
    "[1, 2, 3].last().value() == 3", "[].last().orValue('test') == 'test'", "[1, 2, 3].first().value() == 1",
    "[].first().orValue('test') == 'test'",
    "optional.unwrap([optional.of(1), optional.none(), optional.of(2)]) == [1, 2]",
    "[optional.none()].unwrapOpt() == []",
    // sets
    "sets.contains([], [])", "!sets.contains([], [1])", "sets.contains([1, 2, 3, 4], [2, 3])",
    "sets.contains([1, 2.0, 3u], [1.0, 2u, 3])", "!sets.contains([1, 2], [2, 3])",
    "sets.equivalent([], [])", "sets.equivalent([1], [1, 1])", "sets.equivalent([1], [1u, 1.0])",
    "sets.equivalent([1, 2, 3], [3u, 2.0, 1])", "!sets.equivalent([1, 2], [1])",
    "!sets.intersects([1], [])", "sets.intersects([1], [1, 2])",
    "sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", "!sets.contains(['e\\u0301'], ['\\u00e9'])",
    "sets.contains([{'a': 1, 'b': [2]}], [{'b': [2.0], 'a': 1u}])", "!sets.contains([0.0 / 0.0], [0.0 / 0.0])",
    // regex
    "regex.replace('hello world hello', 'hello', 'hi') == 'hi world hi'",
    "regex.replace('banana', 'a', 'x', 0) == 'banana'", "regex.replace('banana', 'a', 'x', 1) == 'bxnana'",
    "regex.replace('banana', 'a', 'x', 2) == 'bxnxna'", "regex.replace('banana', 'a', 'x', -12) == 'bxnxnx'",
    "regex.replace('foo bar', '(fo)o (ba)r', '\\\\2 \\\\1') == 'ba fo'",
    "regex.replace('abc', '^', 'start_') == 'start_abc'",
    "regex.replace('abc', '$', '_end') == 'abc_end'", "regex.replace('a-b', r'\\b', '|') == '|a|-|b|'",
    "regex.replace('foo bar', 'foo', r'\\\\') == '\\\\ bar'", "regex.replace('ac', 'a(b)?c', r'[\\1]') == '[]'",
    "regex.replace('foo bar', r'\\w+', r'(\\0)') == '(foo) (bar)'", "regex.replace('abc', '', '-') == '-a-b-c-'",
    "regex.replace('hello ☃', '☃', '❄') == 'hello ❄'", "regex.replace('baaac', 'a*', 'x') == 'xbxcx'",
    "regex.extract('hello world', 'hello(.*)') == optional.of(' world')",
    "regex.extract('item-A, item-B', 'item-(\\\\w+)') == optional.of('A')",
    "regex.extract('HELLO', 'hello') == optional.none()", "regex.extract('val=', 'val=(.*)') == optional.none()",
    "regex.extractAll('id:123, id:456', 'id:\\\\d+') == ['id:123', 'id:456']",
    "regex.extractAll('id:123, id:456', 'assa') == []",
    "regex.extractAll('val=a, val=, val=c', 'val=([^,]*)') == ['a', 'c']",
    "regex.extractAll('a b c', r'(\\S*)\\s*') == ['a', 'b', 'c']",
    "regex.extractAll('banananana', '(ana)') == ['ana', 'ana']",
    "regex.extractAll('item:a1, topic:b2', r'(?:item:|topic:)([a-z]\\d)') == ['a1', 'b2']",
    // strings and encoders beyond the suite
    "'abc'.replace('', '-', 2) == '-a-bc'", "''.replace('', 'x') == 'x'", "'aaa'.split('a') == ['', '', '', '']",
    "'%s'.format([b'a\\xff\\xfeb']) == 'a\\ufffdb'",
    "'%s'.format([{'b': [1, 2.5], 'a': null}]) == '{a: null, b: [1, 2.5]}'",
    "'%s|%d'.format([1e-7, 1.25e20]) == '0.0000001|125000000000000000000'", "'%s'.format([-1.5e-3]) == '-0.0015'",
    "'%s'.format([-1.7976931348623157e308]).size() == 310", "'%s'.format([5e-324]).size() == 326",
    "'%s'.format([[timestamp('2027-03-01T10:00:00.500Z')]]) == '[2027-03-01T10:00:00.5Z]'",
    "'%s'.format([timestamp('0001-01-01T00:00:00Z')]) == '0001-01-01T00:00:00Z'",
    "optional.none().value() != null && false || true",
    "'%%%d%%'.format([5]) == '%5%'", "double('inf') > 0.0", "math.isNaN(double('nan'))",
    "math.greatest(1, 2.0, 3u) == 3", "math.greatest([1, 2.5]) == 2.5",
  ])
  func isTrue(source: String) throws {
    #expect(try Fixture().evaluate(source, expecting: .bool) == true)
  }

  @Test(arguments: [
    ("[1,[2,[3,[4]]]].flatten(-1)", "bad-depth"), ("[1, 'b'].sort()", "no-such-overload"),
    ("[[1, 2, 3]].sort()", "no-such-overload"), ("[0.0 / 0.0].sort()", "not-a-number"),
    ("regex.replace('test', '(.)', dyn(r'\\2'))", "bad-replacement"),
    ("regex.replace('x', dyn('('), 'y')", "bad-pattern"),
    ("regex.replace('id=123', r'id=(?P<value>\\d+)', dyn(r'value: \\values'))", "bad-replacement"),
    ("regex.replace('x', 'x', dyn('\\\\'))", "bad-replacement"),
    ("regex.extract('testuser@testdomain', dyn('(.*)@([^.]*)'))", "bad-pattern"),
    ("regex.extractAll('testuser@testdomain', dyn('(.*)@([^.]*)'))", "bad-pattern"),
    ("min(0.0 / 0.0, 1.0)", "not-a-number"), ("uint('+5')", "bad-conversion"),
    ("math.greatest(dyn('string'))", "no-such-overload"), ("'%s'.format([optional.none()])", "no-such-overload"),
  ])
  func failsWithItsCode(source: String, code: String) throws {
    #expect(try Fixture().failure(source) == code)
  }

  @Test(arguments: [
    ("regex.replace('x', '(', 'y')", "bad-literal"), ("regex.replace('x', 'x', '\\\\')", "bad-literal"),
    ("regex.extract('x', '(a)(b)')", "bad-literal"), ("regex.extractAll('x', '[a-')", "bad-literal"),
    ("'x'.matches(r'\\p{Klingon}')", "bad-literal"), ("math.greatest('string')", "no-overload"),
    ("math.greatest(1, 'a', 2)", "no-overload"), ("regex.replace('abc', '^', 1)", "no-overload"),
    ("sets.contains(1, [1])", "no-overload"), ("businessDays(now, 1, 'Nowhere')", "bad-literal"),
  ])
  func mistakesAreFoundBeforeAnythingRuns(source: String, code: String) {
    #expect(Fixture.booking.issues(source).map(\.code) == [code])
  }

  @Test(arguments: [
    ("regex.extract('a', 'a')", CELType.optional(.string)), ("regex.extractAll('a', 'a')", .list(.string)),
    ("[[1], [2]].flatten()", .list(.int)), ("[1].first()", .optional(.int)), ("math.greatest(1, 2, 3)", .int),
    ("math.greatest(1, 2.5)", .dyn), ("[optional.of('a')].unwrapOpt()", .list(.string)),
    ("apportion(1, [1])", .list(.int)), ("businessDays(now, 1, 'UTC')", .timestamp),
    ("businessDaysBetween(now, now, 'UTC')", .int),
  ])
  func resultsAreTyped(source: String, type: CELType) throws {
    #expect(try Fixture.booking.environment.compile(source).resultType == type)
  }

  /// Functions that multiply are charged before they build their result: none of these may take noticeable memory or
  /// time.
  @Test(arguments: [
    "lists.range(90000).map(i, x).join()", "x.replace('x', x)", "x.replace('', 'y')",
    "'%s'.format([lists.range(1000).map(i, x)])",
    "'%s'.format([lists.range(1000).map(i, [x])])", "regex.replace(x, 'x', x)", "regex.replace(x, 'x*?', '0123456789')",
    "regex.extractAll(x, 'x')", "lists.range(1000).map(i, lists.range(1000)).flatten()", "x.split('')",
    "lists.range(1000000)", "strings.quote(q)", "base64.encode(bytes(x + x))",
    "lists.range(1000).map(i, l).distinct()", "lists.range(3000).map(i, x).sort()",
    "lists.range(1000).map(i, '%x'.format([x]))", "sets.contains(lists.range(2000).map(i, x), ['y'])",
  ])
  func resultsNeverOutgrowTheBudget(source: String) throws {
    let fixture = Fixture().with("x", .string, .string(String(repeating: "x", count: 500_000)))
      .with("l", .list(.int), .list((0..<50_000).map { .int($0) }))
      .with("q", .string, .string(String(repeating: "\"", count: 600_000)))
    let failure = try fixture.failure(source)
    #expect(failure == "cost-limit" || failure == "size-limit", "\(source): \(failure ?? "no error")")
  }
}
