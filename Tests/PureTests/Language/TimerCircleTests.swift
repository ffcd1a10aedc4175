import Testing

/// `timer-circle`: circles that no time passes in are found where they are certain, and only there.
@Suite struct TimerCircleTests {
  @Test(
    arguments: [
      "a: {rest: true, after: {PT0S: b}}\n  b: {rest: true, after: {PT0S: a}}",
      "a: {rest: true, after: {PT0S: {target: a, reenter: true}}}",
      "a: {rest: true, timers: {t: {at: \"entered - period('PT1H')\", past: fire, late: always, target: b}}}\n  b: {rest: true, after: {PT0S: a}}",
      "a: {rest: true, timers: {t: {at: \"period('PT0S')\", late: PT1H, target: b}}}\n  b: {always: a}",
      "a: {rest: true, after: {PT0S: b}}\n  b: {rest: true, after: {PT0S: c}}\n  c: {rest: true, after: {PT0S: a}}",
      "a: {initial: x, after: {PT0S: b}, states: {x: {rest: true}}}\n  b: {rest: true, after: {PT0S: a}}",
    ])
  func aCertainCircleIsFound(_ states: String) {
    #expect(Checked.codes("initial: a\nstates:\n  \(states)\n") == ["timer-circle"])
  }

  @Test(
    arguments: [
      "a: {rest: true, after: {PT1S: b}}\n  b: {rest: true, after: {PT1S: a}}",
      "a: {rest: true, timers: {t: {at: \"entered\", late: always, target: a}}}",
      "a: {rest: true, after: {PT0S: b}}\n  b: {rest: true, after: {PT1S: a}}",
      "a: {rest: true, after: {PT0S: b}}\n  b: {rest: true}",
      "a: {rest: true, after: {PT0S: {target: b, guard: \"context.n < 3\", actions: [{assign: {n: \"context.n + 1\"}}]}}}\n  b: {rest: true, after: {PT0S: a}}",
      "a: {rest: true, timers: {t: {at: \"entered - period('PT1H')\", past: skip, late: always, target: b}}}\n  b: {rest: true, after: {PT0S: a}}",
      "a: {initial: x, timers: {t: {at: \"entered\", late: always, target: y}}, states: {x: {rest: true}, y: {rest: true, after: {PT0S: x}}}}",
    ])
  func statesThatWaitOrMayEndHaveNoFinding(_ states: String) {
    #expect(
      !Checked.codes("context: {n: {type: int, value: 0}}\ninitial: a\nstates:\n  \(states)\n").contains("timer-circle")
    )
  }
}
