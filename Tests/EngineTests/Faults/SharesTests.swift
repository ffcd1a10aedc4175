import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// Nobody starves: each executor has its own due work, each kind of work its share of a turn.
@Suite struct SharesTests {
  private static let two = """
    events:
      go: {data: {}, by: [operator], otherwise: reject}
    initial: a
    states:
      a: {rest: true, on: {go: mail}}
      mail:
        rest: true
        invoke:
          - step: email.send
            id: mail
            key: "${family.key}/mail"
            with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}
            onDone: {actions: []}
            onError: {actions: []}
          - step: stripe.account.get
            id: look
            key: "${family.key}/look"
            with: {account: a}
            retry: {first: PT2S, factor: 1, cap: PT2S}
            onDone: {actions: []}
            onError: {actions: []}
    """

  private static let executors = [
    Turns.executor("email", ["email.send"], slots: 1), Turns.executor("stripe", ["stripe.account.get"], slots: 600),
  ]

  private func isMail(_ dispatch: Dispatch) -> Bool { dispatch.request.step == "email.send" }

  @Test func aHundredWaitingMailsDelayNoRetryOfAnotherExecutorAndCostATurnNothing() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.two)], executors: Self.executors) { $0.stepsPerTurn = 128 }
    for n in 0..<100 {
      try turns.start("S-\(n)")
      try turns.send("go", to: "S-\(n)")
      // The mail server hangs; the other provider is busy once.
      try turns.answerAll { dispatch in
        isMail(dispatch)
          ? nil
          : .outcome(
            dispatch.request.attempt, .retry(StepError(code: "busy", message: "later"), after: nil))
      }
    }
    #expect(try turns.reader.tasks(in: .ready, after: nil, limit: 1_000).count == 199)
    let wake = try #require(turns.last.nextWake)
    #expect(wake > turns.now, "waiting mails are woken by the outcome that frees the slot, not by the clock")
    turns.wait(2)
    let turn = try turns.take()
    #expect(turn.dispatches.count == 64 && turn.dispatches.allSatisfy { !isMail($0) })
    #expect(try #require(turn.nextWake) <= turns.now, "the rest is due at once")
    let second = try turns.take()
    #expect(second.dispatches.count == 36)
    #expect(second.nextWake == nil)
    // Not one of the waiting families was even read.
    #expect(try turns.take().steps == 0)
  }

  @Test func aFreedSlotIsTakenByTheOldestThatWaits() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.two)], executors: Self.executors)
    var first: AttemptName?
    for n in 0..<3 {
      try turns.start("S-\(n)")
      try turns.send("go", to: "S-\(n)")
      if let mail = turns.last.dispatches.first(where: isMail) { first = mail.request.attempt }
    }
    let turn = try turns.take(.outcome(#require(first), .done(["message_id": "<1>"])))
    #expect(turn.dispatches.map(\.request.reference) == ["S-1"])
  }

  private static let ticking = """
    context: {n: {type: int, value: 0}}
    events:
      tick: {from: stripe/tick, correlate: {group: "${body.group}"}, match: all, data: {}, otherwise: ignore}
    view: {n: {value: "${context.n}"}, group: {value: "${'all'}", index: true}}
    initial: a
    states:
      a:
        timers: {out: {at: "entered + period('PT1M')", late: always, target: b}}
        on: {tick: {actions: [{assign: {n: "${context.n + 1}"}}]}}
      b: {rest: true}
    """

  private func counts(_ turns: Turns) throws -> [Value] {
    try turns.reader.families(.init(limit: 100)).map { family in
      try JSON.parse(turns.reader.instances(of: family.id)[0].view)["n"] ?? .null
    }
  }

  @Test func aFanOutRunsInSlicesReachesEachFamilyOnceAndTimersFireMeanwhile() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.ticking)]) {
      $0.fanOutSlice = 4
      $0.stepsPerTurn = 4
    }
    for n in 0..<10 { try turns.start("S-\(n)") }
    turns.wait(60)
    #expect(try turns.hook("tick", ["group": "all"])?.verdict == "handled")
    #expect(turns.last.steps <= 4 + 4 + 1, "a slice of the event, one of the inbox, a timer")
    #expect(try turns.reader.timers(dueBefore: .max, limit: 100).count == 9, "a timer fired in the same turn")
    while let wake = turns.last.nextWake, wake <= turns.now { try turns.take() }
    // Each heard it once, or had left the state that hears it.
    #expect(try counts(turns).allSatisfy { $0 == 0 || $0 == 1 })
    #expect(try turns.reader.timers(dueBefore: .max, limit: 100).isEmpty)
    #expect(try turns.reader.inbox(in: .pending, limit: 10).isEmpty)
  }

  @Test func eachFamilyHearsASlicedEventExactlyOnceAndThoseThatIgnoreItWriteNothing() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.ticking)]) { $0.fanOutSlice = 3 }
    for n in 0..<10 { try turns.start("S-\(n)") }
    try turns.hook("tick", ["group": "all"])
    while let wake = turns.last.nextWake, wake <= turns.now { try turns.take() }
    #expect(try counts(turns) == Array(repeating: 1, count: 10))
    turns.wait(60)
    try turns.take()
    while let wake = turns.last.nextWake, wake <= turns.now { try turns.take() }
    let rows = try turns.reader.families(.init(limit: 100)).map { try turns.reader.lastHistory(of: $0.id)?.sequence }
    #expect(try turns.hook("tick", ["group": "all"])?.verdict == "handled")
    while let wake = turns.last.nextWake, wake <= turns.now { try turns.take() }
    #expect(
      try turns.reader.families(.init(limit: 100)).map { try turns.reader.lastHistory(of: $0.id)?.sequence } == rows)
  }

  @Test func whileTheClockIsHeldOnlyWhatCanBeTakenBackIsSent() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.two)], executors: Self.executors)
    try turns.start("S-1")
    let event = InboundEvent(
      source: "control", key: "go", name: "go", role: "operator", reference: "S-1", body: .map([:]), content: [],
      actor: "o")
    let turn = try turns.engine.take([.event(event, nil)], now: turns.now, clockUntrusted: true)
    #expect(turn.dispatches.map(\.request.step) == ["stripe.account.get"])
    #expect(turn.nextWake == nil)
    #expect(try turns.take().dispatches.map(\.request.step) == ["email.send"])
  }
}
