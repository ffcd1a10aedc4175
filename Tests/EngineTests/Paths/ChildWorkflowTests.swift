import CEL
import CivilTime
import EngineMessages
import Execution
import Statecharts
import Storage
import StorageTesting
import Testing
import WorkflowDefinitions
import WorkflowEngine
import WorkflowTesting

/// Machines that live as long as a state, words to one machine, rhythms, shares of a resource and time-outs, on the production engine;
/// and the first of them with a crash before and after every commit (protocol §9).
@Suite struct ChildWorkflowTests {
  static let root = """
    # An order that asks, pays and is asked again.
    workflow: small
    version: 1
    family: [approval, ledger-clerk]
    key: "${input.reference}"
    input: {reference: string}
    ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
    context: {said: {type: string, value: ""}, rounds: {type: int, value: 0}}
    events:
      again: {data: {}, by: [operator], otherwise: reject}
      withdraw: {data: {}, by: [operator], otherwise: reject}
    view: {said: {value: "${context.said}"}, rounds: {value: "${context.rounds}"}}
    initial: asking
    states:
      asking:
        entry: [{assign: {rounds: "${context.rounds + 1}"}}]
        invoke:
          workflow: approval
          input: {round: "${context.rounds}"}
          onDone: {target: paying, actions: [{assign: {said: "${event.data.decision}"}}]}
          onError: {target: closed, actions: [{assign: {said: "${event.data.code}"}}]}
        on: {withdraw: closed, again: {target: asking, reenter: true}}
      paying:
        entry:
          - post: {from: client, to: held, amount: 100}
          - spawn: {workflow: ledger-clerk, input: {of: "${family.key}"}}
          - send: {to: ledger-clerk, event: book, with: {amount: 100}}
        invoke:
          step: stripe.reversal
          key: "${family.key}/reversal/${entries}"
          with: {transfer: t, amount: 60}
          moves: {from: held, via: moving, to: moved, amount: 60}
          timeout: PT10S
          onDone: closed
          onError: closed
      closed: {rest: true, on: {again: {target: asking}}}
    """

  static let approval = """
    workflow: approval
    version: 1
    family: small
    input: {round: int}
    output: {decision: string}
    initial: looking
    states:
      looking:
        invoke:
          step: stripe.account.get
          with: {account: "a${input.round}"}
          onDone: waiting
          onError: refused
      waiting:
        timers:
          t: {at: "entered + period('PT1H')", late: always, target: granted}
      granted: {type: final, output: {decision: "granted in round ${input.round}"}}
      refused: {type: final, error: refused}
    """

  static let clerk = """
    workflow: ledger-clerk
    version: 1
    family: small
    input: {of: string}
    context: {booked: {type: int, value: 0}}
    events: {book: {data: {amount: int}, otherwise: alarm}}
    view: {booked: {value: "${context.booked}", default: 0}}
    initial: open
    states:
      open: {rest: true, on: {book: {actions: [{assign: {booked: "${context.booked + event.data.amount}"}}]}}}
    """

  static let sources = ["small.yaml": root, "approval.yaml": approval, "clerk.yaml": clerk]

  static let bundle = Result {
    let files = sources.keys.sorted().map { SourceFile(path: $0, source: Array((sources[$0] ?? "").utf8)) }
    return try #require(try ShippedWorkflows.loader.load(files).bundles.first)
  }

  static func small(_ plan: FaultPlan = .none) throws -> Small {
    try Small(bundle: bundle.get(), plan: plan)
  }

  struct End: Equatable, Sendable {
    var states: [String: String]
    var balances: [String: Int64]
    var view: [String]
    var acts: [String]
    var incidents: [String]
    var verification: [String]
    var rows: [String]
  }

  /// Asked, asked again before the first answer, granted, paid.
  static func story(_ fault: FaultPlan, lostReply: Int? = nil) throws -> (Small, End) {
    let small = try small(fault)
    small.simulation.providers.losesReply = lostReply
    try small.start()
    try small.wait(.seconds(60))
    try small.send("again")
    try small.wait(.seconds(3 * 86_400))
    let reader = try small.simulation.reader()
    let family = try #require(try reader.family(key: Small.reference))
    let view = try small.view
    return (
      small,
      End(
        states: try small.simulation.states(Small.reference), balances: try small.simulation.balances(Small.reference),
        view: ["said", "rounds", "booked"].map { "\($0) \(view[$0] ?? .null)" },
        acts: small.simulation.providers.acts.keys.sorted(), incidents: try small.incidents.map(\.title),
        verification: try small.simulation.verify().map(\.description),
        rows: try reader.instances(of: family.id).map { "\($0.workflow) \($0.status)" })
    )
  }

  struct Measure: Sendable {
    var commits: Int
    var requests: Int
    var timeouts: [String: Duration?]
    var end: End
  }

  static let measured = Result {
    let (small, end) = try story(.none)
    let providers = small.simulation.providers
    return Measure(
      commits: small.simulation.faulty.commitCount, requests: providers.requests, timeouts: providers.timeouts, end: end
    )
  }

  @Test func theStoryGoesThroughEveryMachine() throws {
    let end = try Self.measured.get().end
    #expect(end.states == ["small": "closed", "approval": "granted", "ledger-clerk": "open"])
    #expect(end.balances == ["client": -100, "held": 40, "moved": 60])
    #expect(end.view == ["said string(\"granted in round 2\")", "rounds int(2)", "booked int(100)"])
    #expect(end.acts.contains("S-1/approval/looking/1") && end.acts.contains("S-1/approval/looking/2"))
    #expect(end.incidents == [] && end.verification == [])
    #expect(end.rows == ["small running", "approval ended", "approval ended", "ledger-clerk running"])
  }

  @Test func whateverCommitTheProcessDiesAtTheStoryEndsTheSame() throws {
    let measure = try Self.measured.get()
    let (commits, expected) = (measure.commits, measure.end)
    #expect(commits >= 5)
    for commit in 1...commits {
      for isBefore in [true, false] {
        var plan = FaultPlan.none
        if isBefore { plan.crashBeforeCommit = commit } else { plan.crashAfterCommit = commit }
        let (run, end) = try Self.story(plan)
        #expect(end == expected, "crash \(isBefore ? "before" : "after") commit \(commit)")
        #expect(run.simulation.crashes == 1)
      }
    }
    for request in 1...measure.requests {
      let (_, end) = try Self.story(.none, lostReply: request)
      #expect(end == expected, "reply \(request) lost")
    }
  }

  @Test func aStateIsHeldWhileItsChildHasMoneyOut() throws {
    let small = try Small([
      "small.yaml": """
      workflow: small
      version: 1
      family: [transfer]
      key: "${input.reference}"
      input: {reference: string}
      ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
      events: {withdraw: {data: {}, by: [operator], otherwise: reject}}
      initial: paying
      states:
        paying:
          entry: [{post: {from: client, to: held, amount: 100}}]
          invoke: {workflow: transfer, onDone: closed}
          on: {withdraw: closed}
        closed: {rest: true}
      """,
      "transfer.yaml": """
      workflow: transfer
      version: 1
      family: small
      initial: sending
      states:
        sending:
          invoke:
            step: stripe.reversal
            key: "${family.key}/reversal/${entries}"
            with: {transfer: t, amount: 60}
            moves: {from: held, via: moving, to: moved, amount: 60}
            onDone: sent
            onError: sent
        sent: {type: final}
      """,
    ])
    small.simulation.holdsBack = { _ in true }
    try small.start()
    #expect(try small.send("withdraw").verdict == "deferred")
    #expect(try small.state == "paying")
    small.simulation.holdsBack = { _ in false }
    try small.simulation.deliverHeld()
    #expect(try small.state == "closed")
    #expect(try small.simulation.balances(Small.reference) == ["client": -100, "held": 40, "moved": 60])
    #expect(try small.simulation.verify().map(\.description) == [])
    #expect(try small.incidents.isEmpty)
  }

  @Test func aTimerOnTheWallFiresAtTheSameTimeOfDayThroughTheChangeOfTheClocks() throws {
    let small = try Small(
      """
      context: {fired: {type: [string], value: []}}
      view: {fired: {value: "${context.fired}"}}
      initial: a
      states:
        a:
          rest: true
          timers:
            t:
              every: P1D
              zone: Europe/Berlin
              late: always
              actions: [{assign: {fired: "${context.fired + [string(local(now, 'Europe/Berlin'))]}"}}]
      """)
    // 2027-03-01T06:50:00Z, four weeks before the clocks change.
    try small.start()
    try small.wait(.seconds(30 * 86_400))
    let times = try #require(try small.view["fired"]?.listValue).compactMap(\.stringValue)
    #expect(times.count >= 29)
    #expect(Set(times.map { $0.suffix(5) }).count == 1)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aStepMayBeGivenLessTimeThanItsExecutorTakes() throws {
    let timeouts = try Self.measured.get().timeouts
    #expect(timeouts["stripe.reversal"] == .some(.seconds(10)))
    #expect(timeouts["stripe.account.get"] == .some(nil))
  }

  static func seats(_ amount: Int, keep: Bool = false) -> String {
    """
    events: {more: {data: {n: int}, by: [operator], otherwise: reject}, leave: {data: {}, by: [operator], otherwise: reject}}
    context: {n: {type: int, value: \(amount)}}
    claims: {seats: {resource: boat, limit: 5, amount: "${context.n}", keep: \(keep)}}
    start: [{onRefused: {reject: full}}]
    initial: a
    states:
      a:
        rest: true
        holds: [seats]
        on:
          more: {target: a, onRefused: {reject: full}, actions: [{assign: {n: "${event.data.n}"}}]}
          leave: b
      b: {rest: true}
    """
  }

  @Test func ofAStockNoMoreIsTakenThanThereIs() throws {
    let small = try Small(Self.seats(3))
    try small.start()
    #expect(try small.start("S-2").refusal == "full")
    #expect(try small.send("more", ["n": 2]).verdict == "handled")
    #expect(try small.start("S-3").refusal == nil)
    #expect(try small.send("more", ["n": 6]).refusal == "full")
    let reader = try small.simulation.reader()
    let family = try #require(try reader.family(key: Small.reference))
    #expect(try reader.claims(of: family.id).map(\.name) == ["seats", "seats#2"])
    #expect(try small.start("S-4").refusal == "full")
    #expect(try small.send("leave").verdict == "handled")
    #expect(try small.simulation.reader().claims(of: family.id).isEmpty)
  }

  @Test func aConsumedResourceIsNeverReleased() throws {
    let small = try Small(Self.seats(3, keep: true))
    try small.start()
    try small.send("leave")
    #expect(try small.start("S-2").refusal == "full")
  }
}
