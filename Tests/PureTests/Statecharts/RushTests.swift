import CEL
import CivilTime
import Statecharts
import Testing

/// Circles that no time passes in have an end over many steps of a family too, and a replay counts alike.
@Suite struct RushTests {
  static func timers(_ chart: Chart, until limit: Int, apart: Duration = .zero) throws -> (steps: Int, code: String?) {
    var family = chart.family
    var now = chart.now
    for step in 0..<limit {
      guard let (machine, timer, due, generation) = armed(family) else { return (step, nil) }
      now = max(now.adding(apart) ?? now, due)
      do throws(StepFailure) {
        family = try chart.bundle.transition(
          family, StepInput(input: .timer(machine: machine, timer: timer, generation: generation), now: now)
        ).next
      } catch {
        return (step, error.code)
      }
    }
    return (limit, nil)
  }

  static func armed(_ family: FamilySnapshot) -> (Int, Int, Instant, Int64)? {
    for (machine, instance) in family.instances.enumerated() {
      for (index, timer) in (instance?.timers ?? []).enumerated() {
        if let timer, timer.isArmed { return (machine, index, timer.due, timer.generation) }
      }
    }
    return nil
  }

  static func circle(_ wait: String) throws -> Chart {
    try Chart(
      root: """
        context: {wait: {type: duration, value: \(wait)}}
        initial: a
        states:
          a: {rest: true, timers: {t: {at: context.wait, late: always, target: b}}}
          b: {rest: true, timers: {t: {at: context.wait, late: always, target: a}}}
        """, members: [:])
  }

  @Test(arguments: ["PT0S", "-PT1H", "PT0.1S"])
  func timersThatAreDueAtOnceEndInAFailure(_ wait: String) throws {
    let (steps, code) = try Self.timers(Self.circle(wait), until: 1_000)
    #expect(code == "at-once-limit")
    #expect((298...300).contains(steps))
  }

  @Test func timersOfASecondGoOn() throws {
    #expect(try Self.timers(Self.circle("PT1S"), until: 2_000).code == nil)
  }

  @Test func slowCirclesAreCountedAnewEachMinute() throws {
    #expect(try Self.timers(Self.circle("PT0S"), until: 2_000, apart: .milliseconds(250)).code == nil)
    #expect(try Self.timers(Self.circle("PT0S"), until: 2_000, apart: .milliseconds(150)).code == "at-once-limit")
  }

  @Test func theCountIsPartOfTheSnapshotAndGoesWhenItsMinuteIsOver() throws {
    let chart = try Chart(
      root: """
        events: {go: {by: [client], otherwise: ignore}}
        initial: a
        states:
          a: {rest: true, timers: {t: {at: "entered", late: always, target: b}}}
          b: {rest: true, on: {go: {actions: []}}}
        """, members: [:])
    #expect(chart.family.rush?.since == chart.now)
    #expect(chart.family.rush?.steps == 1)
    #expect(try chart.bundle.stored(chart.family).rush == chart.family.rush)
    let later = try #require(chart.now.adding(.seconds(61)))
    let next = try chart.bundle.transition(chart.family, StepInput(input: .wake, now: later)).next
    #expect(next.rush == nil)
  }

  @Test func aDefinitionMayAllowLess() throws {
    let chart = try Chart(
      root: """
        limits: {at_once: 10}
        context: {wait: {type: duration, value: PT0S}}
        initial: a
        states:
          a: {rest: true, timers: {t: {at: context.wait, late: always, target: b}}}
          b: {rest: true, timers: {t: {at: context.wait, late: always, target: a}}}
        """, members: [:])
    #expect(try Self.timers(chart, until: 100).steps < 11)
  }
}
