import CEL
import CivilTime
import Testing

@testable import Statecharts

/// The reads of expressions, by which views and invariants are left alone.
@Suite struct ReadsTests {
  private static let body = """
    context: {n: {type: int, value: 0}}
    events: {add: {data: {}, by: [operator], otherwise: reject}}
    view:
      key: {value: "${family.key}", default: ""}
      n: {value: "${2 * context.n}", default: 0}
      later: {value: "${now > timestamp('2020-01-01T00:00:00Z')}", default: false}
    initial: a
    states:
      a:
        rest: true
        on: {add: {actions: [{assign: {n: "${context.n + 1}"}}]}}
    """

  @Test func aViewIsReadAgainOnlyIfSomethingChangedThatItReads() throws {
    var chart = try Chart(Self.body)
    let before = chart.family
    try chart.send("add")
    func isKept(_ name: String, in next: FamilySnapshot) throws -> Bool {
      chart.bundle.viewReads[try #require(chart.bundle.viewIndex[name])].areEqual(in: before, and: next)
    }
    #expect(try isKept("key", in: chart.family))
    #expect(try !isKept("n", in: chart.family))
    #expect(try isKept("n", in: before))
    #expect(try !isKept("later", in: before))
    let changed = try chart.bundle.view(
      of: chart.family, after: before, chart.bundle.view(of: before, now: chart.now), now: chart.now)
    #expect(try changed == chart.bundle.view(of: chart.family, now: chart.now))
  }

  @Test func viewsThatReadTwoOthersEachAreLookedAtOnce() throws {
    // Each way through them by itself would be 2^28 ways.
    let fields = (2...40).map { "  v\($0): {value: \"${view.v\($0 - 1) + view.v\($0 - 2)}\", default: 0}" }
    let chart = try Chart(
      """
      context: {n: {type: int, value: 0}}
      initial: a
      states: {a: {rest: true}}
      view:
        v0: {value: "${context.n}", default: 0}
        v1: {value: "${context.n}", default: 0}
      \(fields.map { "  " + $0.dropFirst(2) }.joined(separator: "\n"))
      """)
    let last = chart.bundle.viewReads[try #require(chart.bundle.viewIndex["v40"])]
    #expect((last.machines, last.isVolatile) == ([0], false))
  }
}
