import CEL
import CivilTime
import Testing

@Suite struct CostTests {
  @Test(arguments: [
    ("1", 0), ("[1, [2, 'a']]", 0), ("n", 1), ("n + 1", 2), ("n > 1 && s == 'x'", 4), ("o.id", 2), ("-n", 2), ("!b", 2),
    ("[n]", 12), ("{'a': n}", 33), ("l.all(x, x >= 0)", 1 + 3 * 3), ("n in [1, 2, 3]", 2 + 3), ("s + s", 5),
    ("size(s)", 3),
    ("b ? n : n + n", 2), ("has(o.id)", 2), ("cel.bind(x, n, x + x)", 4), ("l.map(x, x + n)", 1 + 3 * 4),
    ("s.upperAscii()", 3), ("l == [4, 5, 6]", 1 + 1 + 3),
  ])
  func theCostOfAnEvaluationIsCounted(source: String, cost: Int) throws {
    let fixture = Fixture().with("n", .int, 3).with("s", .string, "x234567").with("b", .bool, true)
      .with("l", .list(.int), [4, 5, 6]).with("o", .object([.init("id", .string)]), ["id": "a"])
    let program = try fixture.environment.compile(source)
    let evaluation = program.run(fixture)
    #expect(evaluation.cost == cost, "\(source): \(evaluation)")
    #expect(program.cost.min <= cost)
    #expect(program.cost.max >= cost)
  }

  @Test func theEstimateIsExactWhereSizesAreKnown() throws {
    let environment = Fixture().with("n", .int, 3).environment
    for (source, cost) in [("n + 1 == 2", 3), ("[1, 2, 3].all(x, x > n)", 12), ("[n, n].map(x, x)", 14 + 4)] {
      let estimate = try environment.compile(source).cost
      #expect(estimate.max == cost, "\(source): \(estimate)")
    }
    var hinted = environment
    hinted.declare("l", .list(.string), slot: 1, size: SizeHint(text: 10, elements: 5))
    #expect(try hinted.compile("l.all(x, x == 'a')").cost.max == 1 + 5 * (1 + 1 + 1 + 1))
    hinted.declare("d", .dyn, slot: 2, size: .document(bytes: 1_000))
    #expect(try hinted.compile("d.a == d.b").cost == CostEstimate(min: 5, max: 4 + 1_000))
    #expect(try environment.compile("1 == 1").cost == CostEstimate(min: 1, max: 1))
  }

  @Test func unboundedNestingSaturatesAndNeverTraps() throws {
    let fixture = Fixture().with("d", .dyn, nil)
    var source = "d"
    for depth in 0..<20 { source = "d.map(x\(depth), \(source))" }
    #expect(try fixture.environment.compile(source).cost.max == .max)
  }

  /// Seeds are printed by the failing expectation.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func theCostOfAnEvaluationLiesWithinItsEstimate(seed: UInt64) throws {
    var source = ExpressionSource(seed: seed)
    var (values, failures) = (0, 0)
    for round in 0..<600 {
      let largest = [0, 3, 12, 40][round % 4]
      var fixture = Fixture()
      let inputs = source.values(largest: largest)
      for (index, variable) in ExpressionSource.types.enumerated() {
        fixture = fixture.with(variable.name, variable.type, inputs[index])
        let hint = SizeHint(text: max(2 * largest, 1), elements: max(largest, 2), weight: 1_000_000)
        fixture.environment.declare(variable.name, variable.type, slot: index, size: hint)
      }
      let text = source.expression(ExpressionSource.Kind.allCases[round % 7], 1 + round % 4)
      let program: Program
      do { program = try fixture.environment.compile(text) } catch {
        // Branches of two types, and what can never be equal, are refused as they should be.
        let expected = error.issues.allSatisfy { ["limit", "no-overload"].contains($0.code) }
        #expect(expected, "seed \(seed): \(text): \(error)")
        continue
      }
      let evaluation = program.run(fixture)
      let bounds = program.cost
      #expect(evaluation.cost <= bounds.max, "seed \(seed): \(text): \(evaluation) \(bounds) \(inputs)")
      #expect(evaluation.cost <= fixture.environment.limits.cost)
      switch evaluation.result {
      case .success(let value):
        values += 1
        #expect(bounds.min <= evaluation.cost, "seed \(seed): \(text): \(evaluation) \(bounds) \(inputs)")
        #expect(program.resultType.accepts(value), "seed \(seed): \(text): \(program.resultType) \(value)")
        #expect(try program.evaluate(fixture) == value || "\(value)".contains("nan"), "seed \(seed): \(text)")
      case .failure: failures += 1
      }
    }
    #expect(values > 200, "seed \(seed): \(values) values, \(failures) failures")
  }
}
