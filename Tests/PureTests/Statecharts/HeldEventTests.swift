import CEL
import CivilTime
import Statecharts
import Testing

/// Events that wait because an attempt is out: none is heard once it is stale, and none is lost in silence.
@Suite struct HeldEventTests {
  private static let go = "{data: {}, by: [operator], otherwise: reject}"

  /// A transfer is out while a timer of its state is due.
  private func paying() throws -> Chart {
    var chart = try Chart(
      """
      ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
      context: {due: {type: timestamp, value: "2027-01-20T10:00:00Z"}}
      events: {move: {data: {to: timestamp}, by: [operator], otherwise: reject}, go: \(Self.go)}
      initial: sending
      states:
        sending:
          entry: [{post: {from: client, to: held, amount: 100}}]
          timers: {late: {at: "context.due", late: always, target: expired}}
          invoke:
            step: stripe.reversal
            key: "${family.key}/reversal/${entries}"
            with: {transfer: t, amount: 60}
            moves: {from: held, via: moving, to: moved, amount: 60}
            onDone: sent
            onError: {guard: "entries < 9", target: sending, reenter: true, actions: [{assign: {due: "${now + period('P1D')}"}}]}
          on: {move: {actions: [{assign: {due: "${event.data.to}"}}]}}
        sent: {rest: true}
        expired: {rest: true}
      """)
    chart.inFlight = chart.started.map(\.name)
    return chart
  }

  @Test func aTimerThatFiredWhileItsStateWasHeldIsHandledAfterwards() throws {
    var chart = try paying()
    try chart.fire("sending.late")
    #expect(chart.states() == ["sending"])
    chart.inFlight = []
    try chart.step(.wake)
    #expect(chart.states() == ["expired"])
  }

  @Test func aTimerThatIsMovedWhileItsFiringWaitsDoesNotFire() throws {
    var chart = try paying()
    try chart.fire("sending.late")
    let later = try #require(chart.now.adding(.seconds(86_400)))
    try chart.send("move", ["to": .timestamp(later)])
    chart.inFlight = []
    try chart.step(.wake)
    #expect(chart.states() == ["sending"])
    #expect(chart.due("sending.late") == later)
    try chart.fire("sending.late")
    #expect(chart.states() == ["expired"])
  }

  @Test func aFiringThatWaitsIsGivenUpWithItsState() throws {
    var chart = try paying()
    let name = chart.inFlight[0]
    try chart.fire("sending.late")
    chart.inFlight = []
    // The state is left and entered again before the firing is offered: it is another visit, with a timer of its own.
    try chart.step(.outcome(name, .failed(code: "busy", message: "")))
    #expect(chart.states() == ["sending"])
    #expect(chart.due("sending.late") == chart.now.adding(.seconds(86_400)))
    #expect(chart.alarms == [])
    #expect(chart.family.deferred == [])
  }

  @Test func aTimerWhoseCandidateDefersIsHandledLater() throws {
    var chart = try Chart(
      """
      context: {isOpen: {type: bool, value: false}}
      events: {go: \(Self.go)}
      initial: a
      states:
        a:
          timers: {t: {at: "entered + period('PT1H')", late: always, do: [{guard: context.isOpen, target: b}, {defer: true}]}}
          on: {go: {actions: [{assign: {isOpen: true}}]}}
        b: {rest: true}
      """)
    try chart.fire("a.t")
    #expect(chart.states() == ["a"])
    try chart.send("go")
    #expect(chart.states() == ["b"])
  }

  @Test func aResultThatWaitsKeepsTheTypesOfItsParameters() throws {
    var chart = try Chart(
      """
      context: {isOpen: {type: bool, value: false}}
      events: {go: \(Self.go)}
      actions:
        ask:
          params: {at: timestamp}
          do:
            - spawn:
                step: human.task
                id: ask
                with: {title: t, assignee: operator, text: null, form: {}, due: null}
                onDone: [{guard: context.isOpen, actions: [{journal: "${params.at + period('PT1H')}"}]}, {defer: true}]
      initial: a
      states: {a: {rest: true, entry: [{ask: {at: "${now}"}}], on: {go: {actions: [{assign: {isOpen: true}}]}}}}
      """)
    try chart.step(.outcome(try #require(chart.started.first).name, .done(["outcome": "done", "data": [:]])))
    #expect(chart.family.deferred.count == 1)
    let instances = chart.family.instances
    chart.family = try chart.bundle.stored(chart.family)
    chart.family.instances = instances
    try chart.send("go")
    #expect(chart.notes == ["\(chart.now.adding(.seconds(3_600))!)"])
  }

  private static func member(_ otherwise: String) -> String {
    """
    events: {word: {data: {n: int}, by: [client], otherwise: \(otherwise)}, finish: \(go)}
    initial: open
    states:
      open: {rest: true, otherwise: {word: defer}, on: {finish: over}}
      over: {type: final}
    """
  }

  @Test(arguments: [("ignore", 0), ("alarm", 1), ("defer", 1)])
  func anEventThatWaitsForAMachineThatEndsIsHandledAsItsDispositionSays(_ otherwise: String, _ alarms: Int) throws {
    var chart = try Chart(
      root: "initial: a\nstates: {a: {rest: true, entry: [{spawn: {workflow: other}}]}}\n",
      members: ["other": Self.member(otherwise)])
    let word = Event(name: "word", role: "client", data: ["n": 1])
    #expect(try chart.step(.event(word)).disposition == .deferred)
    try chart.send("finish")
    #expect(chart.family.deferred == [])
    #expect(chart.alarms.count == alarms)
    // A further event is not kept for a machine that has ended.
    #expect(try chart.step(.event(word)).disposition == (otherwise == "defer" ? .rejected(code: "not_now") : .ignored))
    #expect(chart.family.deferred == [])
    #expect(chart.alarms.count == (otherwise == "alarm" ? 1 : 0))
  }

  @Test func aSenderLearnsThatItsEventWaitsWhateverTheOrderOfTheMachines() throws {
    for (first, second) in [("defer", "reject"), ("reject", "defer")] {
      func member(_ verdict: String) -> String {
        """
        events: {word: {data: {n: int}, by: [client], otherwise: ignore}}
        initial: a
        states: {a: {rest: true, on: {word: {\(verdict == "defer" ? "defer: true" : "reject: no")}}}}
        """
      }
      var chart = try Chart(
        root: "initial: a\nstates: {a: {rest: true, entry: [{spawn: {workflow: x}}, {spawn: {workflow: y}}]}}\n",
        members: ["x": member(first), "y": member(second)])
      #expect(try chart.step(.event(Event(name: "word", role: "client", data: ["n": 1]))).disposition == .deferred)
    }
  }

  @Test func aRaisedEventThatNothingTakesIsHandledAsTheInnermostStateSays() throws {
    var chart = try Chart(
      """
      events: {word: {data: {}, otherwise: ignore}, go: \(Self.go), on: \(Self.go)}
      initial: a
      states:
        a: {rest: true, otherwise: {word: defer}, on: {go: {actions: [{raise: word}]}, on: b}}
        b: {rest: true, on: {word: {actions: [{journal: heard}]}}}
      """)
    try chart.send("go")
    #expect(chart.family.deferred.map(\.event.name) == ["word"])
    try chart.send("on")
    #expect(chart.notes == ["heard"])
  }

  @Test func aRegionThatIsFinalIsAtRest() {
    #expect(throws: StepFailure.self) {
      try Chart(
        """
        context: {n: {type: int, value: 1}}
        initial: p
        states:
          p: {type: parallel, states: {left: {type: final}, right: {rest: true}}}
        invariants: [{name: impossible, rests: "context.n > 2"}]
        """)
    }
  }
}
