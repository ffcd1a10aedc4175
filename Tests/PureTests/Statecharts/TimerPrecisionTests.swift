import CEL
import CivilTime
import Statecharts
import Testing
import WorkflowDefinitions

/// Times are kept to the microsecond: a written duration is read to the microsecond, and a finer one is refused.
@Suite struct TimerPrecisionTests {
  static func chart(_ state: String) throws -> Chart {
    try Chart("initial: a\nstates:\n  a: {rest: true, \(state)}\n  b: {rest: true}")
  }

  /// A timer whose rounds do nothing but show.
  static func ticking(_ timer: String) throws -> Chart {
    try Chart(
      """
      initial: a
      states:
        a: {rest: true, timers: {t: {\(timer), late: always, actions: [{journal: tick}]}}}
      """)
  }

  @Test(arguments: [
    ("after: {PT0.5S: b}", "a.after_PT0.5S", 500_000), ("after: {PT90S: b}", "a.after_PT90S", 90_000_000),
    ("after: {PT0.000001S: b}", "a.after_PT0.000001S", 1),
    ("timers: {t: {every: PT0.5S, late: always, target: b}}", "a.t", 500_000),
    ("timers: {t: {every: PT1S, first: PT1.25S, late: always, target: b}}", "a.t", 1_250_000),
    ("timers: {t: {every: PT0.5S, zone: UTC, late: always, target: b}}", "a.t", 500_000),
    ("timers: {t: {at: \"period('PT0.5S')\", late: always, target: b}}", "a.t", 500_000),
  ])
  func aTimerIsDueToTheMicrosecond(state: String, timer: String, microseconds: Int) throws {
    let chart = try Self.chart(state)
    let due = try #require(chart.due(timer))
    #expect(due.duration(since: chart.now) == .microseconds(microseconds))
  }

  @Test(arguments: ["every: PT0.5S", "every: PT0.5S, zone: Europe/Berlin"])
  func roundsOfHalfASecondFollowEachOther(_ timer: String) throws {
    var chart = try Self.ticking(timer)
    var waits: [Duration] = []
    for _ in 0..<3 {
      let due = try #require(chart.due("a.t"))
      try chart.fire("a.t")
      waits.append(try #require(chart.due("a.t")).duration(since: due))
    }
    #expect(waits == [.seconds(0.5), .seconds(0.5), .seconds(0.5)])
  }

  @Test func afterADayARhythmOfMillisecondsGoesOn() throws {
    var chart = try Self.ticking("every: PT0.001S, zone: UTC")
    try chart.fire("a.t", late: .seconds(86_400.0005))
    let due = try #require(chart.due("a.t"))
    #expect(due > chart.now && due.duration(since: chart.now) < .milliseconds(1))
  }

  @Test(arguments: [
    ("after: {PT0.0000001S: b}", "bad-duration"),
    ("timers: {t: {every: PT1.0000001S, late: always, target: b}}", "bad-duration"),
    ("timers: {t: {every: PT1.0000001S, zone: UTC, late: always, target: b}}", "bad-duration"),
    ("timers: {t: {every: P1D, late: PT1.0000001S, target: b}}", "bad-duration"),
    ("invoke: {step: crm.upsert, retry: {first: PT1.0000001S}}", "bad-duration"),
    ("invoke: {step: crm.upsert, retry: {for: PT1.0000001S}}", "bad-duration"),
    ("invoke: {step: crm.upsert, retry: {first: PT0S}}", "out-of-range"),
    ("invoke: {step: crm.upsert, retry: {cap: -PT1S}}", "out-of-range"),
  ])
  func whatCannotBeKeptIsRefused(state: String, code: String) {
    #expect(Checked.codes("initial: a\nstates:\n  a: {rest: true, \(state)}\n  b: {rest: true}").contains(code))
  }

  @Test func aFindingAboutATimerOfAFractionStandsAtItsKey() {
    let found = Checked.findings(
      root: "initial: a\nstates:\n  a: {rest: true, after: {PT0.5S: {guard: \"1 > 2\", target: b}}}\n  b: {rest: true}")
    #expect(found.filter { $0.code == "timer-unhandled" }.map { "\($0.line):\($0.column)" } == ["8:27"])
  }
}
