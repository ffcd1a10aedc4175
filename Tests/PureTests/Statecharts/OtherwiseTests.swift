import CEL
import Statecharts
import Testing

/// The verdict about an event that no transition takes: the innermost active state that names the event decides.
@Suite struct OtherwiseTests {
  private func chart(_ outer: String, _ left: String, _ right: String) throws -> Chart {
    try Chart(
      """
      events: {word: {data: {}, by: [operator], otherwise: alarm}}
      initial: p
      states:
        p:
          type: parallel
          rest: true
          \(outer)
          states:
            left: {initial: l1, states: {l1: {\(left)}}}
            right: {initial: r1, states: {r1: {\(right)}}}
      """)
  }

  private static func says(_ verdict: String) -> String { "otherwise: {word: \(verdict)}" }

  @Test(arguments: [
    ("reject", "ignore", "", EventDisposition.ignored), ("reject", "", "ignore", .ignored),
    ("ignore", "reject", "", .rejected(code: "not_now")), ("ignore", "", "reject", .rejected(code: "not_now")),
    ("defer", "", "", .deferred),
  ])
  func anInnerStateDecidesInWhicheverRegionItLies(
    _ outer: String, _ left: String, _ right: String, _ verdict: EventDisposition
  ) throws {
    var chart = try chart(
      Self.says(outer), left.isEmpty ? "" : Self.says(left), right.isEmpty ? "" : Self.says(right))
    #expect(try chart.send("word") == verdict)
    #expect(chart.alarms == [])
  }

  @Test func ofTwoRegionsEquallyDeepTheLastDecides() throws {
    var chart = try chart("", Self.says("ignore"), Self.says("reject"))
    #expect(try chart.send("word") == .rejected(code: "not_now"))
  }
}
