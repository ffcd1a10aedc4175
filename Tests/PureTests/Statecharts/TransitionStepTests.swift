import CEL
import CivilTime
import Statecharts
import Testing

/// A step on a transition: the state stays while it is carried out, and the transition is taken when it is done.
@Suite struct TransitionStepTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  static func chart(_ more: String = "", moves: String = "60") throws -> Chart {
    try Chart(
      """
      ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
      context: {reply: string|null, why: string|null}
      events:
        pay: {data: {to: string}, by: [operator], otherwise: reject}
        cancel: \(go)
      initial: accepted
      states:
        accepted:
          rest: true
          entry: [{post: {from: client, to: held, amount: 100}}]
          timers: {late: {at: "entered + period('P2D')", late: always, target: lapsed}}
          on:
            pay:
              step:
                step: stripe.transfer
                key: "${family.key}/payout/${step.number}"
                with: {amount: "${step.amount}", currency: EUR, destination: "${event.data.to}", group: "${family.key}"}
                moves: {from: held, via: moving, to: moved, amount: \(moves)}
                onError: {actions: [{assign: {why: "${event.data.code}"}}]}
              target: paid
              actions: [{assign: {reply: "${event.data.id}"}}]
            cancel: cancelled
            \(more)
        paid: {rest: true}
        cancelled: {rest: true}
        lapsed: {rest: true}
      """)
  }

  @Test func theStateStaysUntilTheStepIsDone() throws {
    var chart = try Self.chart()
    try chart.send("pay", ["to": "acct_1"])
    let step = try #require(chart.started.first)
    #expect(chart.states() == ["accepted"])
    #expect(step.key == "k/payout/1")
    #expect(step.input["destination"] == "acct_1" && step.input["amount"] == 60)
    #expect(chart.balances == ["client": -100, "held": 40, "moving": 60])
    #expect(chart.due("accepted.late") != nil)
    try chart.step(.outcome(step.name, .done(["id": "tr_1"])))
    #expect(chart.states() == ["paid"])
    #expect(chart.context("reply") == "tr_1")
    #expect(chart.balances == ["client": -100, "held": 40, "moved": 60])
  }

  @Test func afterAnErrorItStaysAndMayBeginAgainUnderAKeyOfItsOwn() throws {
    var chart = try Self.chart()
    try chart.send("pay", ["to": "a"])
    let first = try #require(chart.started.first)
    try chart.step(.outcome(first.name, .failed(code: "account_inactive", message: "")))
    #expect(chart.states() == ["accepted"])
    #expect(chart.context("why") == "account_inactive")
    #expect(chart.balances == ["client": -100, "held": 100])
    try chart.send("pay", ["to": "b"])
    #expect(chart.started.map(\.key) == ["k/payout/2"])
    let coded = try JSON.parse(chart.bundle.encode(try #require(chart.family.instances[0]), machine: 0))
    #expect(try chart.bundle.decodeInstance(coded, machine: 0) == chart.family.instances[0])
  }

  @Test func whileItIsUnderWayTheCandidateIsPassedOver() throws {
    var chart = try Self.chart()
    try chart.send("pay", ["to": "a"])
    #expect(try chart.send("pay", ["to": "a"]) == .rejected(code: "not_now"))
    #expect(chart.started.isEmpty)
  }

  @Test func anAttemptThatMovesMoneyHoldsTheState() throws {
    var chart = try Self.chart()
    try chart.send("pay", ["to": "a"])
    let step = try #require(chart.started.first)
    chart.inFlight = [step.name]
    #expect(try chart.send("cancel") == .deferred)
    try chart.fire("accepted.late")
    #expect(chart.states() == ["accepted"])
    chart.inFlight = []
    try chart.step(.outcome(step.name, .done(["id": "tr_1"])))
    // An event that waited is offered in the machine's present state.
    #expect(chart.states() == ["paid"])
    #expect(chart.balances["moved"] == 60)
  }

  @Test func withoutAnAttemptLeavingTheStateStopsItAndGivesTheMoneyBack() throws {
    var chart = try Self.chart()
    try chart.send("pay", ["to": "a"])
    let step = try #require(chart.started.first)
    try chart.send("cancel")
    #expect(chart.states() == ["cancelled"])
    #expect(chart.stopped == [step.name])
    #expect(chart.balances == ["client": -100, "held": 100])
  }

  @Test func aTimerMayStartOne() throws {
    var chart = try Chart(
      """
      states:
        open:
          rest: true
          timers:
            ask:
              at: "entered + period('P1D')"
              late: always
              step: {step: stripe.account.get, with: {account: a}}
              target: asked
        asked: {rest: true}
      """)
    try chart.fire("open.ask")
    let step = try #require(chart.started.first)
    #expect(step.key == "k/small/open/open.ask/1")
    // It says nothing about a failure: it stays, and a person hears of it.
    try chart.step(.outcome(step.name, .failed(code: "gone", message: "")))
    #expect(chart.states() == ["open"])
    #expect(chart.alarms == ["'stripe.account.get' failed: gone"])
  }

  @Test func aTransitionMayHearSomeRolesOnly() throws {
    var chart = try Chart(
      """
      roles: [buyer, seller]
      events: {cancel: {data: {}, by: [buyer, seller, operator], otherwise: reject}}
      states:
        open:
          rest: true
          on:
            cancel:
              - {by: seller, reject: too_late}
              - {by: [buyer, operator], guard: "event.role != 'operator'", target: cancelled}
        cancelled: {rest: true}
      """)
    #expect(chart.bundle.parties == ["buyer", "seller"])
    func send(_ role: String) throws -> EventDisposition {
      try chart.step(.event(Event(name: "cancel", role: role, data: .map(ValueMap())))).disposition
    }
    #expect(try send("seller") == .rejected(code: "too_late"))
    #expect(try send("operator") == .rejected(code: "not_now"))
    #expect(try send("buyer") == .handled)
  }

  @Test func aNameOfLetHoldsForTheRestOfItsList() throws {
    var chart = try Chart(
      """
      context: {n: {type: int, value: 3}}
      events: {go: \(Self.go)}
      states:
        a:
          rest: true
          on:
            go:
              actions:
                - let: {twice: "${context.n * 2}", more: "${twice + 1}"}
                - assign: {n: "${more}"}
                - journal: "${twice} ${more}"
                - if: "twice > 0"
                  then: [{journal: "inside ${more}"}]
      """)
    try chart.send("go")
    #expect(chart.notes == ["6 7", "inside 7"])
    #expect(chart.context("n") == 7)
  }

  @Test func aRecordMayBeNull() throws {
    var chart = try Chart(
      """
      context: {last: '{id: string, at: timestamp|null}|null'}
      events: {go: \(Self.go)}
      states:
        a:
          rest: true
          on: {go: {actions: [{journal: "${context.last == null ? 'none' : context.last.id}"}, {assign: {last: {id: x}}}]}}
      """)
    try chart.send("go")
    try chart.send("go")
    #expect(chart.notes == ["x"])
    #expect(chart.context("last") == ["id": "x", "at": .null])
  }
}
