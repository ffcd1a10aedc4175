import CEL
import CivilTime
import Statecharts
import Testing

/// Machines that live as long as a state of another one, and words between two machines.
@Suite struct ChildTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  static let root = """
    context: {said: {type: string, value: ""}, at: timestamp|null}
    events: {ask: \(go), leave: \(go), again: \(go)}
    initial: idle
    states:
      idle: {rest: true, on: {ask: asking}}
      asking:
        invoke:
          workflow: approval
          input: {amount: 7, why: "${event.name}"}
          onDone: {target: idle, actions: [{assign: {said: "${event.data.decision}", at: "${event.data.at}"}}]}
          onError: {target: idle, actions: [{assign: {said: "error ${event.data.code}"}}]}
        on:
          leave: idle
          again: {target: asking, reenter: true}
    """

  static let approval = """
    input: {amount: int, why: string, note: string|null}
    output: {decision: string, at: {type: timestamp, value: "${now}"}}
    events:
      yes: {data: {}, by: [operator], otherwise: reject}
      no: {data: {}, by: [operator], otherwise: reject}
    context: {twice: {type: int, value: "${input.amount * 2}"}}
    initial: open
    states:
      open:
        entry: [{journal: "${context.twice} for ${input.why} ${input.note == null}"}]
        exit: [{journal: closed}]
        invoke: {step: human.task, with: {title: t, assignee: operator, text: null, form: {}, due: null}}
        timers: {due: {at: "entered + period('P1D')", late: always, target: silent}}
        on: {yes: granted, no: {target: refused}}
      granted: {type: final, output: {decision: granted}}
      refused: {type: final, output: {decision: "refused ${input.amount}", at: "${entered}"}}
      silent: {type: final, error: no_answer}
    """

  static func chart() throws -> Chart { try Chart(root: root, members: ["approval": approval]) }

  @Test func aChildStartsWithItsStateAndIsGivenItsInput() throws {
    var chart = try Self.chart()
    #expect(chart.states("approval") == [])
    try chart.send("ask")
    #expect(chart.states() == ["asking"])
    #expect(chart.states("approval") == ["open"])
    #expect(chart.notes == ["14 for ask true"])
    #expect(chart.started.map(\.key) == ["k/approval/open/1"])
  }

  @Test(arguments: [("yes", "granted"), ("no", "refused 7")])
  func aChildsResultReachesItsInvoker(event: String, said: String) throws {
    var chart = try Self.chart()
    try chart.send("ask")
    chart.now = chart.now.adding(.seconds(60))!
    try chart.send(event)
    #expect(chart.states() == ["idle"])
    #expect(chart.context("said") == .string(said))
    #expect(chart.context("at") == .timestamp(chart.now))
    #expect(chart.family.instances[1]?.isDone == true)
    // Its human task is given up with it.
    #expect(chart.stopped.count == 1)
    #expect(chart.due("open.due", of: "approval") == nil)
  }

  @Test func aChildThatFailsIsAnErrorForItsInvoker() throws {
    var chart = try Self.chart()
    try chart.send("ask")
    try chart.fire("open.due", of: "approval")
    #expect(chart.states() == ["idle"])
    #expect(chart.context("said") == "error no_answer")
  }

  @Test func aChildIsStoppedWithItsStateAndSaysGoodbye() throws {
    var chart = try Self.chart()
    try chart.send("ask")
    let task = try #require(chart.started.first).name
    try chart.send("leave")
    #expect(chart.states("approval") == [])
    #expect(chart.family.instances[1]?.isDone == true)
    #expect(chart.notes == ["closed"])
    #expect(chart.stopped == [task])
    #expect(chart.last?.effects.contains { if case .disarmTimer = $0 { true } else { false } } == true)
    // Nobody is there to answer, and the answer says so.
    #expect(try chart.send("yes") == .rejected(code: "not_now"))
  }

  @Test func aChildThatIsInvokedAgainIsAnotherRunWithOtherKeys() throws {
    var chart = try Self.chart()
    try chart.send("ask")
    try chart.send("again")
    #expect(chart.states("approval") == ["open"])
    #expect(chart.family.instances[1]?.incarnation == 2)
    #expect(chart.started.map(\.key) == ["k/approval/open/2"])
    #expect(chart.started.map(\.name.incarnation) == [2])
    let timer = try #require(chart.family.instances[1]?.timers[0])
    #expect(timer.isArmed && timer.generation == 2)
    try chart.send("yes")
    #expect(chart.states() == ["idle"])
  }

  @Test func aSnapshotWithAChildComesBackAsItWas() throws {
    var chart = try Self.chart()
    try chart.send("ask")
    let instance = try #require(chart.family.instances[1])
    let json = try JSON.parse(chart.bundle.encode(instance, machine: 1))
    #expect(try chart.bundle.decodeInstance(json, machine: 1) == instance)
    #expect(instance.invoker == Invoker(machine: 0, incarnation: 1, invocation: 0))
    #expect(instance.input["amount"] == 7)
  }

  @Test func aStateWhoseChildHasMoneyOutIsHeld() throws {
    let ledger = "ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}\n"
    var chart = try Chart(
      root: ledger + """
        events: {leave: \(Self.go)}
        initial: paying
        states:
          paying:
            entry: [{post: {from: client, to: held, amount: 100}}]
            invoke: {workflow: transfer, onDone: idle}
            on: {leave: idle}
          idle: {rest: true}
        """,
      members: [
        "transfer": """
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
        """
      ])
    let name = try #require(chart.started.first).name
    chart.inFlight = [name]
    #expect(try chart.send("leave") == .deferred)
    #expect(chart.states() == ["paying"])
    chart.inFlight = []
    try chart.step(.outcome(name, .done(["id": "trr_1"])))
    #expect(chart.states() == ["idle"])
    #expect(chart.balances == ["client": -100, "held": 40, "moved": 60])
    #expect(chart.family.deferred == [])
  }

  @Test func aChildThatEndsAtOnceReportsInTheSameStep() throws {
    var chart = try Chart(
      root: """
        events: {ask: \(Self.go)}
        initial: a
        states:
          a: {rest: true, on: {ask: b}}
          b: {invoke: {workflow: quick, onDone: {target: c, actions: [{journal: "${event.data.n}"}]}}}
          c: {rest: true}
        """,
      members: ["quick": "output: {n: {type: int, value: 3}}\ninitial: a\nstates: {a: {type: final}}\n"])
    try chart.send("ask")
    #expect(chart.states() == ["c"])
    #expect(chart.notes == ["3"])
  }

  @Test func theTraceTellsOfAStartBeforeItTellsOfWhatFollows() throws {
    var chart = try Chart(
      root: """
        events: {ask: \(Self.go)}
        initial: a
        states:
          a: {rest: true, on: {ask: b}}
          b: {invoke: {workflow: quick, onDone: c}}
          c: {rest: true}
        """,
      members: [
        "quick": "initial: a\nstates: {a: {entry: [{journal: in a}], always: b}, b: {type: final}}\n"
      ])
    try chart.send("ask")
    let kinds = (chart.last?.trace ?? []).compactMap { entry -> String? in
      switch entry {
      case .started(let machine, let states):
        "started \(chart.bundle.atomicStates(of: machine, in: states).joined())"
      case .microstep(let step): "\(chart.bundle.machines[step.machine].name) moved"
      case .note(_, let text): text
      case .ended: "ended"
      default: nil
      }
    }
    #expect(kinds == ["small moved", "started a", "in a", "quick moved", "ended", "small moved"])
  }

  @Test func aChildThatIsParallelItselfEndsWhenAllItsRegionsAreDone() throws {
    var chart = try Chart(
      root: """
        events: {ask: \(Self.go)}
        initial: a
        states:
          a: {rest: true, on: {ask: b}}
          b: {invoke: {workflow: both, onDone: {target: c, actions: [{journal: "${event.data.n}"}]}}}
          c: {rest: true}
        """,
      members: [
        "both": """
        type: parallel
        output: {n: {type: int, value: "${context.n}"}}
        context: {n: {type: int, value: 0}}
        events: {one: \(Self.go), two: \(Self.go)}
        states:
          left: {initial: l, states: {l: {rest: true, on: {one: l2}}, l2: {type: final}}}
          right: {initial: r, states: {r: {rest: true, on: {two: {target: r2, actions: [{assign: {n: 5}}]}}}, r2: {type: final}}}
          third: {type: final}
        """
      ])
    try chart.send("ask")
    try chart.send("one")
    #expect(chart.states() == ["b"])
    try chart.send("two")
    #expect(chart.states() == ["c"])
    #expect(chart.notes == ["5"])
    #expect(chart.family.instances[1]?.isDone == true)
  }

  @Test func aSpawnedMachineIsGivenItsInputAndLivesOnUntilItIsStopped() throws {
    var chart = try Chart(
      root: """
        events: {start: \(Self.go), leave: \(Self.go), halt: \(Self.go)}
        initial: a
        states:
          a: {rest: true, on: {start: {target: b, actions: [{spawn: {workflow: other, input: {n: 5}}}]}}}
          b: {rest: true, on: {leave: a, halt: {actions: [{stop: {workflow: other}}]}}}
        """,
      members: [
        "other":
          "input: {n: int}\ninitial: a\nstates: {a: {rest: true, entry: [{journal: \"${input.n}\"}], exit: [{journal: bye}]}}\n"
      ])
    try chart.send("start")
    #expect(chart.notes == ["5"])
    try chart.send("leave")
    #expect(chart.states("other") == ["a"])
    #expect { try chart.send("start") } throws: { ($0 as? StepFailure)?.code == "machine-alive" }
  }

  @Test func aMachineIsStoppedByItsName() throws {
    var chart = try Chart(
      root: """
        events: {halt: \(Self.go)}
        initial: a
        states: {a: {rest: true, entry: [{spawn: {workflow: other}}], on: {halt: {actions: [{stop: {workflow: other}}]}}}}
        """,
      members: ["other": "initial: a\nstates: {a: {rest: true, exit: [{journal: bye}]}}\n"])
    try chart.send("halt")
    #expect(chart.notes == ["bye"])
    #expect(chart.family.instances[1]?.isDone == true)
    // Once more is harmless.
    #expect(try chart.send("halt") == .handled)
  }

  static let talk = """
    events: {say: {data: {n: int}, by: [operator], otherwise: reject}, start: \(go), halt: \(go)}
    initial: a
    states:
      a:
        rest: true
        on:
          say: {actions: [{send: {to: second, event: word, with: {n: "${event.data.n}"}}}]}
          start: {actions: [{spawn: {workflow: first}}, {spawn: {workflow: second}}]}
          halt: {actions: [{stop: {workflow: second}}]}
    """

  static func talk(_ verdict: String) throws -> Chart {
    let member =
      "events: {word: {data: {n: int}, otherwise: \(verdict)}, cry: \(go)}\ninitial: a\nstates: {a: {rest: true, on: {cry: {actions: [{emit: word, with: {n: 0}}]}, word: {actions: [{journal: \"NAME ${event.data.n}\"}]}}}}\n"
    return try Chart(
      root: talk,
      members: ["first": member.replacing("NAME", with: "first"), "second": member.replacing("NAME", with: "second")])
  }

  @Test func aSentEventReachesOneMachineOnly() throws {
    var chart = try Self.talk("ignore")
    try chart.send("start")
    try chart.send("say", ["n": 4])
    #expect(chart.notes == ["second 4"])
  }

  @Test func anEventForAMachineThatHasNotStartedIsHandledAsItsDispositionSays() throws {
    var deferring = try Self.talk("defer")
    try deferring.send("say", ["n": 4])
    #expect(deferring.family.deferred.count == 1)
    try deferring.send("start")
    #expect(deferring.notes == ["second 4"])
    var ignoring = try Self.talk("ignore")
    try ignoring.send("say", ["n": 4])
    #expect(ignoring.alarms == [])
    #expect(ignoring.last?.trace.contains(.ignored(machine: 2, event: "word")) == true)
    var alarming = try Self.talk("alarm")
    try alarming.send("say", ["n": 4])
    #expect(alarming.alarms.count == 1)
  }

  @Test func anEventForAMachineThatHasEndedIsNeverLostInSilence() throws {
    var chart = try Self.talk("defer")
    try chart.send("start")
    try chart.send("halt")
    try chart.send("say", ["n": 4])
    #expect(chart.alarms.count == 1)
    #expect(chart.family.deferred == [])
  }

  @Test(arguments: [
    ("{send: {to: second, event: wrod, with: {n: 1}}}", "unknown-event"),
    ("{send: {to: secnd, event: word, with: {n: 1}}}", "unknown-workflow"),
    ("{send: {to: second, event: word}}", "missing-field"),
    ("{send: {to: second, event: word, with: {n: one}}}", "type-mismatch"),
    ("{send: {to: small, event: word}}", "wrong-workflow"),
    ("{send: {to: second, event: word, delay: PT1S}}", "unknown-key"),
    ("{spawn: {workflow: small}}", "wrong-workflow"), ("{spawn: {workflow: second, input: {n: 1}}}", "unknown-field"),
    ("{stop: {workflow: small}}", "wrong-workflow"),
  ])
  func wrongWordsAreFindings(action: String, code: String) {
    #expect(
      Checked.codes(
        root: "initial: a\nstates: {a: {rest: true, entry: [{spawn: {workflow: second}}, \(action)]}}\n",
        members: [
          "second": "events: {word: {data: {n: int}, otherwise: ignore}}\ninitial: a\nstates: {a: {rest: true}}\n"
        ]
      ).contains(code))
  }

  @Test(arguments: [
    ("onError", "", "child-without-error-path"), ("input: {amount: 7,", "input: {", "missing-field"),
    ("input: {amount: 7,", "input: {amount: seven,", "type-mismatch"),
    ("event.data.decision", "event.data.verdict", "unknown-field"),
    ("workflow: approval", "workflow: aproval", "unknown-workflow"),
    ("workflow: approval", "workflow: small", "wrong-workflow"),
  ])
  func wrongInvocationsAreFindings(part: String, by other: String, code: String) {
    let lines =
      other.isEmpty
      ? Self.root.split(separator: "\n").filter { !$0.contains(part) }.joined(separator: "\n")
      : Self.root.replacing(part, with: other)
    #expect(Checked.codes(root: Self.root, members: ["approval": Self.approval]) == [])
    #expect(Checked.codes(root: lines, members: ["approval": Self.approval]).contains(code))
  }

  @Test(arguments: [("int", ["missing-field"]), ("int|null", []), ("{type: int, value: 3}", [])])
  func aParallelMachineGivesItsOutputItself(field: String, codes: [String]) {
    #expect(
      Checked.codes(
        root: "initial: a\nstates: {a: {rest: true, entry: [{spawn: {workflow: both}}]}}\n",
        members: [
          "both": "type: parallel\noutput: {n: \(field)}\nstates: {l: {rest: true}, r: {rest: true}}\n"
        ]) == codes)
  }

  @Test(arguments: [
    ("granted: {type: final, output: {decision: granted}}", "granted: {type: final}", "missing-field"),
    ("output: {decision: granted}", "output: {verdict: granted}", "unknown-field"),
    ("{decision: granted}", "{decision: 1}", "type-mismatch"),
    ("exit: [{journal: closed}]", "output: {decision: x}", "output-without-end"),
  ])
  func wrongEndsAreFindings(part: String, by other: String, code: String) {
    #expect(
      Checked.codes(root: Self.root, members: ["approval": Self.approval.replacing(part, with: other)]).contains(code))
  }
}
