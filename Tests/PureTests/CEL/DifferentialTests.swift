import CEL
import Testing

/// Faults that the differential test against cel-cpp (`make fuzz-cel`) has found here.
@Suite struct DifferentialTests {
  @Test(arguments: [
    "optional.of(1).orValue([][0]) == 1", "optional.of(1).or(optional.of([][0])).value() == 1",
    "1.0 / math.sign(-0.0) > 0.0", "optional.none().or(optional.of(2)).value() == 2", "optional.none().orValue(2) == 2",
    "'a'.matches('(?i)^\\\\p{Lu}$')",
  ])
  func isTrue(source: String) throws {
    #expect(try Fixture().evaluate(source, expecting: .bool) == true)
  }

  @Test(arguments: [
    ("dyn({}).sortBy(x, x)", "no-such-overload"), ("optional.none().orValue([][0])", "bad-index"),
    ("uint('-0')", "bad-conversion"), ("uint('+1')", "bad-conversion"),
    ("dyn(1).or(optional.none())", "no-such-overload"), ("optional.none().or(dyn(1))", "no-such-overload"),
  ])
  func failsWithItsCode(source: String, code: String) throws {
    #expect(try Fixture().failure(source) == code)
  }

  @Test(arguments: [("{'a': 1}.sortBy(x, x)", "wrong-type")])
  func isRefused(source: String, code: String) {
    #expect(Fixture().issues(source).map(\.code) == [code])
  }
}
