import CEL
import CivilTime
import Statecharts
import Testing

/// The gaps that strand a booking or let it act on stale facts (language/syntax.md §1, A), each closed.
@Suite struct StrandingGapTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  @Test("G2: a spawned step outlives its state, is stopped by a pattern, and a second of its id takes its place")
  func stepsOutliveStates() throws {
    var chart = try Chart(
      """
      events: {go: \(Self.go), again: \(Self.go), halt: \(Self.go)}
      actions:
        ask:
          params: {id: string}
          do: [{spawn: {step: human.task, id: "ask/${params.id}/now", with: {title: t, assignee: operator, text: null, form: {}, due: null}}}]
      initial: a
      states:
        a: {rest: true, entry: [{ask: {id: one}}, {ask: {id: two}}], on: {go: b}}
        b: {rest: true, on: {again: {actions: [{ask: {id: one}}]}, halt: {actions: [{stop: "ask/*/now"}]}}}
      """)
    try chart.send("go")
    #expect(chart.family.instances[0]?.steps.map(\.id) == ["ask/one/now", "ask/two/now"])
    try chart.send("again")
    #expect(chart.stopped.count == 1)
    #expect(chart.family.instances[0]?.steps.map(\.id) == ["ask/two/now", "ask/one/now"])
    try chart.send("halt")
    #expect(chart.family.instances[0]?.steps == [])
  }

  @Test("G3: timers, `always` and guards follow what other machines show, in the same step")
  func machinesReadViews() throws {
    var chart = try Chart(
      root: """
        context: {at: {type: timestamp, value: "2027-06-01T10:00:00Z"}}
        events: {move: {data: {to: timestamp}, by: [operator], otherwise: reject}, open: \(Self.go)}
        view: {at: {value: "${context.at}"}, isOpen: {type: bool, default: false}}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: watcher}}]
            on: {move: {actions: [{assign: {at: "${event.data.to}"}}]}, open: b}
          b: {rest: true, view: {isOpen: true}}
        """,
      members: [
        "watcher": """
        initial: waiting
        states:
          waiting:
            timers: {t: {at: "view.at - period('PT1H')", late: always, target: moved}}
            always: {guard: "view.isOpen", target: moved}
          moved: {rest: true}
        """
      ])
    #expect(try chart.due("waiting.t", of: "watcher") == Instant.parse("2027-06-01T09:00:00Z"))
    try chart.send("move", ["to": .timestamp(try Instant.parse("2027-07-01T10:00:00Z"))])
    #expect(try chart.due("waiting.t", of: "watcher") == Instant.parse("2027-07-01T09:00:00Z"))
    try chart.send("open")
    #expect(chart.states("watcher") == ["moved"])
    #expect(chart.due("waiting.t", of: "watcher") == nil)
  }

  static func waiting(_ more: String) -> String {
    """
    events:
      told: {from: bank/told, correlate: {reference: "${body.reference}"}, data: {}, otherwise: ignore}
      go: \(go)
    view: {reference: {value: "${input.reference}", index: unique}}
    initial: a
    states:
      a: {rest: view, on: {told: b}, \(more)}
      b: {rest: true}

    """
  }

  @Test("A state that only a provider's event leaves has no end of its own")
  func aProvidersEventIsNoEnd() {
    #expect(Checked.codes(Self.waiting("view: {}")).contains("stranded-state"))
    #expect(Checked.codes(Self.waiting("view: {}").replacing("on: {told: b}", with: "on: {told: b, go: b}")) == [])
    #expect(!Checked.codes(Self.waiting("after: {P7D: b}")).contains("stranded-state"))
    #expect(
      Checked.codes(
        Self.waiting("timers: {t: {at: \"entered + period('P7D')\", late: always, actions: [{alarm: late}]}}")
      )
      .contains("stranded-state"), "an alarm moves nothing on")
  }

  @Test("G3: a machine cannot look into another one's context")
  func contextsArePrivate() {
    #expect(
      Checked.codes(
        "context: {n: {type: int, value: 0}}\ninitial: a\nstates: {a: {rest: true, always: {guard: \"other.n > 0\", target: b}}, b: {rest: true}}\n"
      )
      .contains("unknown-name"))
  }

  @Test("G8: a timer without an instant is not armed, and is when there is one")
  func nullIsNotArmed() throws {
    var chart = try Chart(
      """
      context: {at: timestamp|null}
      events: {set: {data: {to: timestamp|null}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          rest: true
          timers: {t: {at: "context.at", late: always, target: b}}
          on: {set: {actions: [{assign: {at: "${event.data.to}"}}]}}
        b: {rest: true}
      """)
    #expect(chart.due("a.t") == nil)
    try chart.send("set", ["to": .timestamp(chart.now.adding(.seconds(60))!)])
    #expect(chart.due("a.t") == chart.now.adding(.seconds(60)))
    try chart.send("set", ["to": nil])
    #expect(chart.due("a.t") == nil)
  }

  @Test("G8: an instant that is past when it is armed fires at once or is skipped", arguments: ["fire", "skip"])
  func pastIsDecided(past: String) throws {
    let chart = try Chart(
      """
      initial: a
      states:
        a: {rest: true, timers: {t: {at: "entered - period('PT1H')", past: \(past), late: always, target: b}}}
        b: {rest: true}
      """)
    #expect((chart.due("a.t") != nil) == (past == "fire"))
  }

  @Test("G8: a repeating timer counts its firings and does not make up for missed rounds")
  func repeating() throws {
    var chart = try Chart(
      """
      initial: a
      states:
        a:
          timers:
            t:
              first: PT1H
              every: P1D
              late: always
              do:
                - {guard: "fired >= 2", target: b}
                - {actions: [{journal: "${fired}"}]}
        b: {rest: true}
      """)
    let entry = chart.now
    #expect(chart.due("a.t") == entry.adding(.seconds(3_600)))
    try chart.fire("a.t")
    #expect(chart.notes == ["0"])
    try chart.fire("a.t", late: .seconds(3 * 86_400))
    #expect(chart.notes == ["1"])
    #expect(chart.due("a.t") == entry.adding(.seconds(3_600 + 5 * 86_400)))
    try chart.fire("a.t")
    #expect(chart.states() == ["b"])
  }

  @Test("G8: a timer that fired is armed again only by a later instant; a guard that does not hold spends it")
  func firedTimers() throws {
    var chart = try Chart(
      """
      context: {at: {type: timestamp, value: "2027-06-01T10:00:00Z"}, heard: {type: int, value: 0}}
      events: {move: {data: {to: timestamp}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          rest: true
          timers: {t: {at: "context.at", late: always, guard: "context.heard == 0", actions: [{assign: {heard: 1}}]}}
          on: {move: {actions: [{assign: {at: "${event.data.to}"}}]}}
      """)
    try chart.fire("a.t")
    #expect(chart.due("a.t") == nil)
    try chart.send("move", ["to": .timestamp(try Instant.parse("2027-05-01T10:00:00Z"))])
    #expect(chart.due("a.t") == nil)
    let later = chart.now.adding(.seconds(60))!
    try chart.send("move", ["to": .timestamp(later)])
    #expect(chart.due("a.t") == later)
    try chart.fire("a.t")
    #expect(chart.due("a.t") == nil)
    #expect(chart.context("heard") == 1)
    #expect(chart.last?.trace.contains(.spent(machine: 0, timer: 0)) == true)
  }

  @Test("G8: too late is missed, and onMissed goes on", arguments: [(1_800, "b"), (1_801, "c")])
  func missed(seconds: Int, state: String) throws {
    var chart = try Chart(
      """
      initial: a
      states:
        a: {timers: {t: {at: "entered + period('PT1H')", late: PT30M, target: b, onMissed: c}}}
        b: {rest: true}
        c: {rest: true}
      """)
    try chart.fire("a.t", late: .seconds(seconds))
    #expect(chart.states() == [state])
  }

  @Test("G8: lateness has no default; a missed timer that was the only way out is a finding")
  func aTimerDeclaresItsLateness() {
    #expect(
      Checked.codes("initial: a\nstates: {a: {timers: {t: {at: \"entered\", target: b}}}, b: {rest: true}}\n")
        .contains("timer-without-lateness"))
  }

  @Test("G8: `entered`, `entries` and `firstEntered` are those of the state that owns the expression")
  func entries() throws {
    var chart = try Chart(
      """
      events: {go: \(Self.go)}
      initial: a
      states:
        a: {rest: true, on: {go: b}}
        b:
          rest: true
          entry: [{journal: "${entries} ${string(entered)} ${firstEntered('b') == entered}"}]
          on: {go: a}
      """)
    try chart.send("go")
    #expect(chart.notes == ["1 \(chart.now) true"])
    try chart.send("go")
    chart.now = chart.now.adding(.seconds(5))!
    try chart.send("go")
    #expect(chart.notes == ["2 \(chart.now) false"])
  }

  @Test("G9: a define is computed at each use, never stale")
  func definesAreFresh() throws {
    var chart = try Chart(
      """
      context: {price: {type: int, value: 3000}, refunded: {type: int, value: 0}}
      events: {refund: {data: {amount: int}, by: [operator], otherwise: reject}}
      define: {payout: "share(context.price - context.refunded, 8500)"}
      initial: a
      states:
        a: {rest: true, on: {refund: {actions: [{assign: {refunded: "${event.data.amount}"}}, {journal: "${payout}"}]}}}
      """)
    try chart.send("refund", ["amount": 1_000])
    #expect(chart.notes == ["1700"])
  }

  @Test("G20: resting states count as finished for the others; one that waits for a view does not")
  func resting() throws {
    func chart(_ rest: String) throws -> Chart {
      try Chart(
        root: """
          initial: a
          states:
            a: {rest: view, entry: [{spawn: {workflow: other}}], always: {guard: "family.resting", target: b}}
            b: {rest: true}
          """,
        members: [
          "other": "events: {go: \(Self.go)}\ninitial: a\nstates: {a: {rest: \(rest), on: {go: b}}, b: {rest: true}}\n"
        ])
    }
    #expect(try chart("true").states() == ["b"])
    #expect(try chart("view").states() == ["a"])
  }

  @Test("G20: a state may rest until a timer of its own, and finished it counts only as long as that is armed")
  func restsUntil() throws {
    var chart = try Chart(
      root: """
        initial: a
        states:
          a: {rest: view, entry: [{spawn: {workflow: other}}], always: {guard: "family.resting", target: b}}
          b: {rest: view, always: {guard: "!family.resting", target: c}}
          c: {rest: true}
        """,
      members: [
        "other": """
        events: {go: \(Self.go)}
        initial: a
        states:
          a:
            rest: {until: claim}
            timers: {claim: {at: "entered + period('P70D')", late: always, target: b}}
          b: {rest: view, on: {go: c}}
          c: {rest: true}
        """
      ])
    #expect(chart.states() == ["b"])
    try chart.fire("a.claim", of: "other")
    #expect(chart.states() == ["c"])
    #expect(
      Checked.codes("initial: a\nstates: {a: {rest: {until: nothing}}}\n").contains("unknown-timer"))
  }

  @Test("G20: an atomic state that waits for nothing is a finding")
  func nothingStrands() {
    #expect(
      Checked.codes("events: {go: \(Self.go)}\ninitial: a\nstates: {a: {on: {go: b}}, b: {rest: true}}\n") == [
        "stranded-state"
      ])
  }

  @Test("G20: a state whose only timer is not armed raises an incident")
  func aStrandedStateSaysSo() throws {
    var chart = try Chart(
      """
      context: {at: timestamp|null}
      events: {go: \(Self.go)}
      initial: a
      states:
        a: {rest: true, on: {go: b}}
        b: {timers: {t: {at: "context.at == null ? dyn(null) : dyn(context.at)", late: always, target: a}}}
      """)
    try chart.send("go")
    #expect(chart.alarms.count == 1)
    #expect(chart.alarms.first?.contains("waits in b for nothing") == true)
  }
}
