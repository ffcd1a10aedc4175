import CEL
import Statecharts
import Testing

/// A machine that comes to wait for nothing is told to a person, whatever it waited for before.
@Suite struct StrandTests {
  private static let go = "{data: {}, by: [operator], otherwise: reject}"
  private static let alarm = "waits in asking for nothing: no timer, no step, no task"

  /// A parent that waits for its child alone, and hears only one of the child's two ends.
  private func parent(_ asking: String) throws -> Chart {
    try Chart(
      root: """
        events: {ask: \(Self.go), leave: \(Self.go), start: \(Self.go)}
        initial: idle
        states:
          idle: {rest: true, on: {ask: asking, start: {actions: [{spawn: {workflow: child}}]}}}
          asking:
            invoke: {workflow: child, \(asking)}
            on: {leave: idle, start: {actions: [{spawn: {workflow: child}}]}}
        """,
      members: [
        "child": """
        output: {ok: bool}
        events: {yes: \(Self.go), no: \(Self.go)}
        initial: open
        states:
          open: {rest: true, on: {yes: granted, no: refused}}
          granted: {type: final, output: {ok: true}}
          refused: {type: final, output: {ok: false}}
        """
      ])
  }

  @Test func aChildsEndThatNobodyHandlesRaisesAnAlarm() throws {
    var chart = try parent("onDone: {guard: \"event.data.ok\", target: idle}")
    try chart.send("ask")
    #expect(chart.alarms == [])
    try chart.send("no")
    #expect(chart.states() == ["asking"])
    #expect(chart.alarms == [Self.alarm])
    // It is told once.
    try chart.send("leave")
    #expect(chart.alarms == [])
  }

  @Test func aParentThatHandlesItsChildsEndRaisesNoAlarm() throws {
    var chart = try parent("onDone: {guard: \"event.data.ok\", target: idle}")
    try chart.send("ask")
    try chart.send("yes")
    #expect(chart.states() == ["idle"])
    #expect(chart.alarms == [])
  }

  @Test func aRunOfTheChildThatSomebodyElseStartedIsNoReasonToWait() throws {
    var chart = try parent("onDone: {guard: \"event.data.ok\", target: idle}")
    try chart.send("ask")
    try chart.send("no")
    try chart.send("start")
    #expect(chart.states("child") == ["open"])
    #expect(chart.alarms == [])
    // Its end is nothing to the parent either, which has waited for nothing all the time.
    try chart.send("yes")
    #expect(chart.alarms == [])
  }

  @Test func aMachineThatStrandsInAnotherStateIsReportedAgain() throws {
    var chart = try Chart(
      """
      events: {go: \(Self.go), back: \(Self.go)}
      context: {at: timestamp|null}
      initial: a
      states:
        a: {timers: {t: {at: "context.at", late: always, target: c}}, on: {go: b}}
        b: {timers: {t: {at: "context.at", late: always, target: c}}, on: {back: a}}
        c: {rest: true}
      """)
    #expect(chart.alarms == ["waits in a for nothing: no timer, no step, no task"])
    try chart.send("go")
    #expect(chart.alarms == ["waits in b for nothing: no timer, no step, no task"])
  }

  @Test func aResultThatWaitsToBeHandledIsAReasonToWait() throws {
    var chart = try Chart(
      root: """
        ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
        initial: both
        states:
          both:
            type: parallel
            states:
              asking:
                initial: asked
                states: {asked: {invoke: {workflow: child, onDone: left}}}
              paying:
                initial: sending
                states:
                  sending:
                    entry: [{post: {from: client, to: held, amount: 100}}]
                    invoke:
                      step: stripe.reversal
                      key: "${family.key}/reversal/${entries}"
                      with: {transfer: t, amount: 60}
                      moves: {from: held, via: moving, to: moved, amount: 60}
                      onDone: sent
                      onError: sent
                  sent: {rest: true}
          left: {rest: true}
        """,
      members: [
        "child": "events: {yes: \(Self.go)}\ninitial: a\nstates: {a: {rest: true, on: {yes: b}}, b: {type: final}}\n"
      ])
    chart.inFlight = chart.started.map(\.name)
    try chart.send("yes")
    // The child's end would leave a state whose money is out: it is heard once the outcome is known.
    #expect(chart.states() == ["both.asking.asked", "both.paying.sending"])
    #expect(chart.alarms == [])
    let name = try #require(chart.inFlight.first)
    chart.inFlight = []
    try chart.step(.outcome(name, .done(["id": "trr_1"])))
    #expect(chart.states() == ["left"])
    #expect(chart.alarms == [])
  }
}
