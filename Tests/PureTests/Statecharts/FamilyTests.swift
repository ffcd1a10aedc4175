import CEL
import CivilTime
import Statecharts
import Testing

/// The effects of a family's machines on each other, and of a step in flight on its state.
@Suite struct FamilyTests {
  @Test func anAlwaysFollowsAViewOfAnotherMachine() throws {
    var chart = try Chart(
      root: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        view: {ready: {type: bool, default: false}}
        initial: a
        states:
          a: {rest: true, entry: [{spawn: {workflow: child}}], on: {go: b}}
          b: {rest: true, view: {ready: true}}
        """,
      members: [
        "child": """
        initial: waiting
        view: {childDone: {type: bool, default: false}}
        states:
          waiting: {rest: view, always: {guard: "view.ready", target: moved}}
          moved: {rest: true, view: {childDone: true}}
        """
      ])
    #expect(chart.states("child") == ["waiting"])
    try chart.send("go")
    #expect(chart.states("child") == ["moved"])
    #expect(try chart.view["childDone"] == true)
  }

  @Test func anEmittedEventReachesTheOthersInTheOrderOfTheFamilyButNotItsSender() throws {
    var chart = try Chart(
      root: """
        events: {go: {data: {}, by: [operator], otherwise: reject}, ping: {by: [operator], otherwise: ignore}}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: second}}, {spawn: {workflow: first}}]
            on: {go: {actions: [{emit: ping}]}, ping: {actions: [{journal: own}]}}
        """,
      members: [
        "first":
          "events: {ping: ignore}\ninitial: a\nstates: {a: {rest: true, on: {ping: {actions: [{journal: first}]}}}}\n",
        "second":
          "events: {ping: ignore}\ninitial: a\nstates: {a: {rest: true, on: {ping: {actions: [{journal: second}]}}}}\n",
      ])
    try chart.send("go")
    #expect(chart.notes == ["first", "second"])
  }

  @Test func machinesThatAnswerEachOtherWithoutEndAreAFailure() throws {
    var chart = try Chart(
      root: """
        events: {go: {data: {}, by: [operator], otherwise: reject}, ping: ignore, pong: ignore}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: child}}]
            on: {go: {actions: [{emit: pong}]}, ping: {actions: [{emit: pong}]}}
        """,
      members: [
        "child":
          "events: {pong: ignore, ping: ignore}\ninitial: a\nstates: {a: {rest: true, on: {pong: {actions: [{emit: ping}]}}}}\n"
      ])
    let before = chart.family
    #expect(throws: StepFailure.self) { try chart.send("go") }
    #expect(chart.family == before)
  }

  static let transfer = """
    ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
    events:
      go: {data: {}, by: [operator], otherwise: reject}
      leave: {data: {}, by: [operator], otherwise: reject}
      note: {data: {}, by: [operator], otherwise: reject}
    initial: a
    states:
      a: {rest: true, entry: [{post: {from: client, to: held, amount: 100}}], on: {go: sending}}
      sending:
        invoke:
          step: stripe.reversal
          key: "${family.key}/reversal/${entries}"
          with: {transfer: t, amount: 60}
          moves: {from: held, via: moving, to: moved, amount: 60}
          onDone: {target: sent}
          onError: {target: a2}
        on:
          leave: {target: left}
          note: {actions: [{journal: noted}]}
      sent: {rest: true, on: {leave: {target: left, actions: [{journal: late}]}}}
      a2: {rest: true, on: {leave: left}}
      left: {rest: true}
    """

  func balances(_ chart: Chart) -> [String: Int64] {
    var result: [String: Int64] = [:]
    for (account, balance) in zip(chart.bundle.accounts, chart.family.balances) where balance != 0 {
      result[account.name] = balance
    }
    return result
  }

  @Test func aStateWhoseAttemptIsOutIsNotLeftUntilTheOutcomeIsKnown() throws {
    var chart = try Chart(Self.transfer)
    try chart.send("go")
    let name = try #require(chart.started.first).name
    #expect(balances(chart) == ["client": -100, "held": 40, "moving": 60])
    chart.inFlight = [name]
    #expect(try chart.send("leave") == .deferred)
    #expect(chart.states() == ["sending"])
    #expect(try chart.send("note") == .handled)
    #expect(chart.notes == ["noted"])
    chart.inFlight = []
    try chart.step(.outcome(name, .done(["id": "trr_1"])))
    #expect(chart.notes == ["late"])
    #expect(chart.states() == ["left"])
    #expect(balances(chart) == ["client": -100, "held": 40, "moved": 60])
  }

  @Test func aStateWhoseAttemptIsNotOutIsLeftAndItsReservationGivenBack() throws {
    var chart = try Chart(Self.transfer)
    try chart.send("go")
    let name = try #require(chart.started.first).name
    #expect(try chart.send("leave") == .handled)
    #expect(chart.states() == ["left"])
    #expect(chart.stopped == [name])
    #expect(balances(chart) == ["client": -100, "held": 100])
  }

  @Test func anEventThatWaitedForAnAttemptIsOfferedWhenNothingIsOutAnyMore() throws {
    var chart = try Chart(Self.transfer)
    try chart.send("go")
    chart.inFlight = [try #require(chart.started.first).name]
    try chart.send("leave")
    chart.inFlight = []
    try chart.step(.wake)
    #expect(chart.states() == ["left"])
    #expect(balances(chart) == ["client": -100, "held": 100])
  }

  @Test func aFailedMoneyStepGivesItsReservationBack() throws {
    var chart = try Chart(Self.transfer)
    try chart.send("go")
    let name = try #require(chart.started.first).name
    try chart.step(.outcome(name, .failed(code: "insufficient_funds", message: "")))
    #expect(chart.states() == ["a2"])
    #expect(balances(chart) == ["client": -100, "held": 100])
    // The same outcome again finds no step and changes nothing.
    try chart.step(.outcome(name, .done(["id": "x"])))
    #expect(balances(chart) == ["client": -100, "held": 100])
  }

  @Test func aTimerFollowsItsFactAndTheOldGenerationDoesNothing() throws {
    var chart = try Chart(
      """
      context: {due: {type: timestamp, value: "2027-01-20T10:00:00Z"}}
      events: {move: {data: {to: timestamp}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          timers: {t: {at: "context.due", late: always, target: b}}
          on: {move: {actions: [{assign: {due: "${event.data.to}"}}]}}
        b: {rest: true}
      """)
    let old = try #require(chart.family.instances[0]?.timers[0])
    try chart.send("move", ["to": .timestamp(try Instant.parse("2027-01-25T10:00:00Z"))])
    let new = try #require(chart.family.instances[0]?.timers[0])
    #expect(new.generation != old.generation && new.due > old.due)
    chart.now = new.due
    try chart.step(.timer(machine: 0, timer: 0, generation: old.generation))
    #expect(chart.states() == ["a"])
    try chart.step(.timer(machine: 0, timer: 0, generation: new.generation))
    #expect(chart.states() == ["b"])
  }

  @Test func aTimerThatIsTooLateIsMissedAndSaysSo() throws {
    var chart = try Chart(
      """
      initial: a
      states:
        a: {timers: {t: {at: "entered + period('PT1H')", late: PT30M, target: b, onMissed: c}}}
        b: {rest: true}
        c: {rest: true}
      """)
    let timer = try #require(chart.family.instances[0]?.timers[0])
    var inTime = chart
    inTime.now = timer.due.adding(.seconds(1_800))!
    try inTime.step(.timer(machine: 0, timer: 0, generation: timer.generation))
    #expect(inTime.states() == ["b"])
    chart.now = timer.due.adding(.seconds(1_801))!
    try chart.step(.timer(machine: 0, timer: 0, generation: timer.generation))
    #expect(chart.states() == ["c"])
  }

  @Test func anInvariantThatDoesNotHoldRollsTheStepBack() throws {
    var chart = try Chart(
      """
      context: {n: {type: int, value: 0}}
      events: {add: {data: {}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a: {rest: true, on: {add: {actions: [{assign: {n: "${context.n + 1}"}}]}}}
      invariants:
        - {name: small, always: "context.n < 2"}
      """)
    try chart.send("add")
    #expect {
      try chart.send("add")
    } throws: { ($0 as? StepFailure)?.code == "invariant" }
    #expect(chart.family.instances[0]?.context == [1])
  }

  @Test func aCreditAccountNeverGoesBelowZero() throws {
    var chart = try Chart(
      """
      ledger: {currency: EUR, accounts: {client: external, held: credit, fee: credit}}
      events: {take: {data: {amount: int}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          rest: true
          entry: [{post: {from: client, to: held, amount: 100}}]
          on: {take: {actions: [{post: {from: held, to: fee, amount: "${event.data.amount}"}}]}}
      """)
    #expect(throws: StepFailure.self) { try chart.send("take", ["amount": 101]) }
    #expect(balances(chart) == ["client": -100, "held": 100])
    try chart.send("take", ["amount": 100])
    #expect(balances(chart) == ["client": -100, "fee": 100])
  }
}
