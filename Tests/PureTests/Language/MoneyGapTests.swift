import CEL
import CivilTime
import Statecharts
import Testing

/// The gaps of the language's first version that cost money (language/syntax.md §1, A), each closed.
@Suite struct MoneyGapTests {
  static let ledger =
    "ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit, fee: credit, owed: signed}}\n"

  static let transfer = """
    events:
      leave: {data: {}, by: [operator], otherwise: reject}
      note: {data: {}, by: [operator], otherwise: reject}
    view: {clear: {type: bool, value: "${!context.doubt}"}}
    context: {doubt: {type: bool, value: false}}
    initial: sending
    states:
      sending:
        entry: [{post: {from: client, to: held, amount: 100}}]
        invoke:
          step: stripe.reversal
          key: "${family.key}/reversal/${entries}"
          with: {transfer: t, amount: 60}
          moves: {from: held, via: moving, to: moved, amount: 60}
          precondition: "view.clear"
          onDone: sent
          onError: refused
          onStopped: idle
        on:
          leave: left
          note: {actions: [{assign: {doubt: true}}]}
      sent: {rest: true, on: {leave: left}}
      refused: {rest: true}
      idle: {rest: true, on: {leave: left}}
      left: {rest: true}
    """

  @Test("G1: while an attempt is out the state is held, and targetless handlers still run")
  func aStateIsHeld() throws {
    var chart = try Chart(Self.ledger + Self.transfer)
    let name = try #require(chart.started.first).name
    chart.inFlight = [name]
    #expect(try chart.send("leave") == .deferred)
    #expect(try chart.send("note") == .handled)
    #expect(chart.states() == ["sending"])
    chart.inFlight = []
    try chart.step(.outcome(name, .done(["id": "trr_1"])))
    #expect(chart.states() == ["left"])
    #expect(chart.balances == ["client": -100, "held": 40, "moved": 60])
  }

  @Test(
    "G1: between attempts `precondition` is asked; false means stopped, the reservation is given back and onStopped goes on"
  )
  func anUnwantedStepStops() throws {
    var chart = try Chart(Self.ledger + Self.transfer)
    let name = try #require(chart.started.first).name
    #expect(try chart.bundle.preconditionHolds(for: name, in: chart.family, now: chart.now))
    try chart.send("note")
    #expect(try !chart.bundle.preconditionHolds(for: name, in: chart.family, now: chart.now))
    try chart.step(.outcome(name, .stopped))
    #expect(chart.states() == ["idle"])
    #expect(chart.balances == ["client": -100, "held": 100])
  }

  @Test(
    "G1: a money step without a way out of each outcome is a finding", arguments: ["onDone", "onError", "onStopped"])
  func aMoneyStepHearsEveryOutcome(key: String) {
    let lines = Self.transfer.split(separator: "\n").filter { !$0.contains("\(key): ") }.joined(separator: "\n")
    #expect(Checked.codes(Self.ledger + lines).contains("money-step-outcome"))
    #expect(Checked.codes(Self.ledger + Self.transfer) == [])
  }

  @Test("G4: a credit account never goes below zero, a signed one may owe, an external one is the world")
  func accountsHaveKinds() throws {
    let body = """
      events: {take: {data: {from: string}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          rest: true
          on:
            take:
              - {guard: "event.data.from == 'held'", actions: [{post: {from: held, to: fee, amount: 1}}]}
              - {guard: "event.data.from == 'owed'", actions: [{post: {from: owed, to: fee, amount: 1}}]}
              - {actions: [{post: {from: client, to: fee, amount: 1}}]}
      """
    var chart = try Chart(Self.ledger + body)
    #expect { try chart.send("take", ["from": "held"]) } throws: { ($0 as? StepFailure)?.code == "negative-account" }
    try chart.send("take", ["from": "owed"])
    try chart.send("take", ["from": "client"])
    #expect(chart.balances == ["owed": -1, "client": -1, "fee": 2])
  }

  @Test("G4: the amount is frozen once, in the request, the books and `step.amount`")
  func theAmountIsFrozen() throws {
    var chart = try Chart(
      Self.ledger + """
        context: {n: {type: int, value: 60}, heard: {type: int, value: 0}}
        events: {change: {data: {}, by: [operator], otherwise: reject}}
        initial: sending
        states:
          sending:
            entry: [{post: {from: client, to: held, amount: 100}}]
            invoke:
              step: stripe.reversal
              key: "${family.key}/reversal/${entries}"
              with: {transfer: t, amount: "${context.n}"}
              moves: {from: held, via: moving, to: moved, amount: "${context.n}"}
              onDone: {target: sent, actions: [{assign: {heard: "${step.amount}"}}]}
              onError: sent
            on: {change: {actions: [{assign: {n: 10}}]}}
          sent: {rest: true}
        """)
    let start = try #require(chart.started.first)
    #expect(start.input["amount"] == 60)
    try chart.send("change")
    try chart.step(.outcome(start.name, .done(["id": "x"])))
    #expect(chart.context("heard") == 60)
    #expect(chart.balances == ["client": -100, "held": 40, "moved": 60])
  }

  @Test("G4: a fact that is larger than what is held is booked in turn, the rest as a debt; and undone exactly")
  func aFactIsNeverRefused() throws {
    var chart = try Chart(
      Self.ledger + """
        events:
          lost: {data: {amount: int}, by: [operator], otherwise: reject}
          won: {data: {}, by: [operator], otherwise: reject}
        initial: a
        states:
          a:
            rest: true
            entry:
              - post: {from: client, to: held, amount: 450}
              - post: {from: client, to: fee, amount: 50}
            on:
              lost: {actions: [{post: {id: "dispute/1", from: [held, fee, owed], to: moved, amount: "${event.data.amount}"}}]}
              won: {actions: [{reverse: "dispute/1"}]}
        """)
    try chart.send("lost", ["amount": 3_000])
    #expect(chart.balances == ["client": -500, "owed": -2_500, "moved": 3_000])
    try chart.send("won")
    #expect(chart.balances == ["client": -500, "held": 450, "fee": 50])
    #expect { try chart.send("won") } throws: { ($0 as? StepFailure)?.code == "no-such-posting" }
  }

  @Test("G5: class, reply and error codes come from the catalogue, never from the use site")
  func theCatalogueTypesASteps() {
    func codes(_ done: String, _ error: String) -> [String] {
      Checked.codes(
        """
        initial: a
        states:
          a:
            invoke:
              step: stripe.account.get
              with: {account: acct_1}
              onDone: [{guard: "\(done)", target: b}, b]
              onError: [{guard: "\(error)", target: b}, b]
          b: {rest: true}
        """)
    }
    #expect(codes("event.data.payable", "event.data.code == 'rejected'") == [])
    #expect(codes("event.data.payabel", "event.data.code == 'rejected'") == ["unknown-field"])
    #expect(codes("event.data.payable == 'yes'", "true").contains("no-overload"))
    #expect(
      Checked.codes(
        "initial: a\nstates: {a: {invoke: {step: stripe.account.get, class: pure, with: {account: a}, onError: a}}}\n"
      )
      .contains("unknown-key"))
  }

  @Test("G14: without a key of its own a step's key counts the entries of its state")
  func keysOfReenteredStatesDiffer() throws {
    var chart = try Chart(
      """
      events: {again: {data: {}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          invoke: {step: human.task, with: {title: t, assignee: operator, text: null, form: {}, due: null}, onDone: b}
          on: {again: {target: a, reenter: true}}
        b: {rest: true}
      """)
    let first = try #require(chart.started.first).key
    try chart.send("again")
    #expect(first == "k/small/a/1")
    #expect(try #require(chart.started.first).key == "k/small/a/2")
  }

  @Test("G16: an accepted step keeps its reservation until the provider's event settles it", arguments: [true, false])
  func acceptedIsNotSettled(succeeds: Bool) throws {
    var chart = try Chart(
      Self.ledger + """
        events:
          told: {data: {id: string, status: string}, by: [operator], otherwise: ignore}
        initial: refunding
        states:
          refunding:
            entry: [{post: {from: client, to: held, amount: 100}}]
            invoke:
              step: stripe.refund
              key: "${family.key}/refund/${entries}"
              with: {intent: pi, amount: 100, reason: requested_by_customer}
              moves: {from: held, via: moving, to: moved, amount: 100}
              completedBy: {told: {id: "${event.data.id}", done: "event.data.status == 'ok'", failed: "event.data.status == 'no'"}}
              onAccepted: {actions: [{journal: accepted}]}
              onDone: refunded
              onError: failed
          refunded: {rest: true}
          failed: {rest: true}
        """)
    let name = try #require(chart.started.first).name
    chart.inFlight = [name]
    try chart.step(.outcome(name, .accepted(["id": "re_1", "status": "pending"])))
    #expect(chart.notes == ["accepted"])
    #expect(chart.balances == ["client": -100, "moving": 100])
    try chart.send("told", ["id": "re_other", "status": "ok"])
    #expect(chart.states() == ["refunding"])
    try chart.send("told", ["id": "re_1", "status": succeeds ? "ok" : "no"])
    #expect(chart.states() == [succeeds ? "refunded" : "failed"])
    #expect(chart.balances == ["client": -100, succeeds ? "moved" : "held": 100])
  }

  @Test("G27: a step that has lost its use says until when; the budget is the step's own")
  func retriesEnd() throws {
    let chart = try Chart(
      """
      initial: a
      states:
        a:
          rest: true
          entry:
            - spawn:
                step: crm.upsert
                with: {external_id: x, stage: null, note: null, data: {}}
                retry: {for: P2D, until: "${now + period('PT1H')}"}
                onError: {actions: []}
      """)
    let start = try #require(chart.started.first)
    #expect(start.until == chart.now.adding(.seconds(3_600)))
    #expect(chart.bundle.root.steps[0].retry.budget == .seconds(2 * 86_400))
  }
}
