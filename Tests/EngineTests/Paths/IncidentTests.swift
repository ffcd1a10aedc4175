import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A step that fails stops its family alone, loses nothing, and waits for a person.
@Suite struct IncidentTests {
  static let divider = """
    context: {n: {type: int, value: 0}}
    events:
      divide: {data: {by: int}, by: [operator], otherwise: reject}
      add: {data: {}, by: [operator], otherwise: reject}
    view: {n: {value: "${context.n}"}}
    initial: waiting
    states:
      waiting:
        rest: true
        on:
          divide: {actions: [{assign: {n: "${context.n + 1}"}}, {assign: {n: "${100 / event.data.by}"}}]}
          add: {actions: [{assign: {n: "${context.n + 1}"}}]}
    """

  @Test func aFailingEventIsHeldAndLaterOnesQueueUntilItIsSkipped() throws {
    let small = try Small(Self.divider)
    try small.start()
    #expect(try small.send("divide", ["by": 0]) == .accepted(reference: Small.reference, disposition: .queued))
    #expect(try small.status == .stopped)
    let incident = try #require(try small.incidents.first)
    #expect(incident.code == "expression-error")
    #expect(try small.send("add", key: "a") == .accepted(reference: Small.reference, disposition: .queued))
    #expect(try small.send("add", key: "b") == .accepted(reference: Small.reference, disposition: .queued))
    #expect(try small.view["n"] == 0)
    #expect(try small.act(.incidentDiscard(incident.id), key: "discard").refusal == "family_waits")
    #expect(try small.act(.incidentSkip(incident.id), key: "skip").verdict == "skipped")
    #expect(try small.view["n"] == 2)
    #expect(try small.status == .running)
    #expect(try small.incidents.isEmpty)
    #expect(try small.send("divide", ["by": 4]).verdict == "handled")
    #expect(try small.view["n"] == 25)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aFailingEventThatIsTriedAgainFailsAgainAndStaysHeld() throws {
    let small = try Small(Self.divider)
    try small.start()
    try small.send("divide", ["by": 0])
    let first = try #require(try small.incidents.first)
    try small.act(.incidentRetry(first.id), key: "retry")
    #expect(try small.status == .stopped)
    let second = try #require(try small.incidents.first)
    #expect(try small.incidents.count == 1 && second.id != first.id)
    try small.act(.incidentSkip(second.id), key: "skip")
    #expect(try small.status == .running)
    #expect(try small.view["n"] == 0)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func anAlarmThatRecursWhileItIsOpenStaysOneIncidentThatCounts() throws {
    let small = try Small(
      Self.divider.replacing(
        "add: {actions: [{assign: {n: \"${context.n + 1}\"}}]}",
        with: "add: {actions: [{assign: {n: \"${context.n + 1}\"}}, {alarm: \"look, ${context.n / 3}\"}]}"))
    try small.start()
    try small.send("add", key: "a")
    #expect(try small.incidents.map { AlarmRepetition(of: $0).times } == [1])
    try small.send("add", key: "b")
    let (title, first) = try #require(try small.incidents.first.map { ($0.title, $0.id) })
    #expect(title == "small: look, 0")
    #expect(try small.incidents.map { AlarmRepetition(of: $0).times } == [2])
    #expect(try small.incidents.first.map { AlarmRepetition(of: $0).last } == small.simulation.now)
    // Another text is another alarm; so is one that comes after an operator has closed the first.
    try small.send("add", key: "c")
    #expect(try small.incidents.map(\.title) == ["small: look, 0", "small: look, 1"])
    try small.act(.incidentDiscard(first), key: "seen")
    #expect(try small.incidents.map(\.title) == ["small: look, 1"])
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aParkedStepStaysVisible() throws {
    let small = try Small(bundle: Turns.bundle(Small.payment))
    let providers = small.simulation.providers
    let lost = StepError(code: "connection_lost", message: "the reply was lost")
    providers.answers["stripe.transfer"] = [.unknown(lost)]
    providers.findings["stripe.transfer"] = Array(repeating: .undecided(lost), count: 1_000)
    try small.start()
    try small.wait(.seconds(5 * 86_400))
    let task = try #require(try small.simulation.reader().tasks(in: .parked, after: nil, limit: 1).first)
    let incident = try #require(try small.incidents.first { $0.task == task.id })
    #expect(try small.act(.incidentDiscard(incident.id), key: "discard").refusal == "task_parked")
    #expect(try small.act(.incidentSkip(incident.id), key: "skip").refusal == "task_parked")
    #expect(try small.incidents.map(\.id) == [incident.id])
    providers.findings["stripe.transfer"] = []
    try small.act(.taskRetry(task.id), key: "retry")
    try small.wait(.seconds(3_600))
    #expect(try small.simulation.reader().task(task.id)?.status == .done)
    #expect(try small.incidents.isEmpty)
  }

  @Test func theOriginalOfAFailedEventIsRecognisedWhenItIsSentAgain() throws {
    let small = try Small(Self.divider)
    try small.start()
    try small.send("divide", ["by": 0], key: "one")
    guard case .duplicate = try small.send("divide", ["by": 0], key: "one") else { throw Failure("it was taken twice") }
    #expect(try small.incidents.count == 1)
  }

  @Test func anotherFamilyGoesOnWhileOneIsStopped() throws {
    let small = try Small(Self.divider)
    try small.start()
    try small.send("divide", ["by": 0])
    let input: Value = ["reference": "S-2"]
    try small.simulation.send { token in
      .start(
        StartRequest(
          source: "test", key: "2", workflow: "small", input: input, content: JSON.encode(input), actor: "t"),
        token)
    }
    #expect(try small.simulation.view("S-2")["n"] == 0)
  }

  @Test func aFailingTimerWaitsForAPersonAndDoesNotSpin() throws {
    let small = try Small(
      """
      context: {n: {type: int, value: 0}}
      events: {add: {data: {}, by: [operator], otherwise: reject}}
      view: {n: {value: "${context.n}"}}
      initial: waiting
      states:
        waiting:
          rest: view
          timers: {due: {at: "entered + period('PT1H')", late: always, guard: "100 / context.n > 1", target: gone}}
          on: {add: {actions: [{assign: {n: "${context.n + 1}"}}]}}
        gone: {rest: true}
      """)
    try small.start()
    try small.wait(.seconds(3_600))
    #expect(try small.status == .stopped)
    try small.wait(.seconds(3_600))
    #expect(try small.incidents.count == 1)
    let incident = try #require(try small.incidents.first)
    try small.act(.incidentSkip(incident.id))
    #expect(try small.status == .running)
    #expect(try small.state == "waiting")
    #expect(try small.send("add").verdict == "handled")
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  static let transferring = """
    context: {n: {type: int, value: 0}, sent: {type: bool, value: false}}
    events:
      divide: {data: {by: int}, by: [operator], otherwise: reject}
      add: {data: {}, by: [operator], otherwise: reject}
    view: {n: {value: "${context.n}"}, sent: {value: "${context.sent}"}}
    initial: sending
    states:
      sending:
        invoke:
          step: email.send
          with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}
          onDone: {target: sent, actions: [{assign: {sent: true}}]}
          onError: {target: sent}
        on:
          divide: {actions: [{assign: {n: "${100 / event.data.by}"}}]}
          add: {actions: [{assign: {n: "${context.n + 1}"}}]}
      sent:
        rest: true
        on:
          add: {actions: [{assign: {n: "${context.n + 1}"}}]}
          divide: {actions: [{assign: {n: "${100 / event.data.by}"}}]}
    """

  @Test func anOutcomeSettlesInAStoppedFamilyAndLeavesItStopped() throws {
    let small = try Small(Self.transferring)
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("divide", ["by": 0])
    #expect(try small.status == .stopped)
    try small.send("add")
    try small.simulation.deliverHeld()
    #expect(try small.status == .stopped)
    #expect(try small.view["n"] == 0)
    let incident = try #require(try small.incidents.first)
    #expect(try small.act(.incidentSkip(incident.id)).verdict == "skipped")
    #expect(try small.state == "sent")
    #expect(try small.view["n"] == 1)
    #expect(try small.incidents.isEmpty)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aFamilyWhoseLastMachineEndedWhileItWasStoppedHasEndedOnceTheEventIsSkipped() throws {
    let small = try Small(
      Self.transferring.replacing(
        "onDone: {target: sent, actions: [{assign: {sent: true}}]}", with: "onDone: {target: over}")
        + "\n  over: {type: final}\n")
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("divide", ["by": 0])
    try small.simulation.deliverHeld()
    #expect(try small.status == .stopped)
    #expect(try small.state == "over")
    let incident = try #require(try small.incidents.first)
    #expect(try small.act(.incidentSkip(incident.id)).verdict == "skipped")
    #expect(try small.status == .ended)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func twoHeldStimuliOfOneFamilyAreBothDecided() throws {
    let small = try Small(
      Self.transferring.replacing(
        "onDone: {target: sent, actions: [{assign: {sent: true}}]}",
        with: "onDone: {target: sent, actions: [{assign: {n: \"${1 / context.n}\"}}]}"))
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("divide", ["by": 0])
    try small.simulation.deliverHeld()
    #expect(try small.incidents.count == 2)
    try small.send("add")
    let ids = try small.incidents.map(\.id).sorted { $0.rawValue < $1.rawValue }
    try small.act(.incidentSkip(ids[0]), key: "first")
    #expect(try small.status == .stopped)
    try small.act(.incidentSkip(ids[1]), key: "second")
    #expect(try small.status == .running)
    #expect(try small.view["n"] == 1)
    // The mail has left, and what comes of it is for a person to say.
    #expect(try small.incidents.map(\.code) == ["step-parked"])
    #expect(try small.simulation.verify().map(\.description) == [])
  }
}
