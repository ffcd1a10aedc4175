import CEL
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A store's refusal belongs to the family whose work caused it; the turn, and everybody else, goes on.
@Suite struct BlameTests {
  /// Two families that use one key for what they have people do.
  private static let sharedKey = """
    initial: a
    states:
      a:
        invoke:
          step: human.task
          key: "everybody/task"
          with: {title: look, assignee: operator, text: null, form: {}, due: null}
          onDone: b
          onError: b
      b: {rest: true}
    """

  @Test func theSecondFamilyWithAKeyThatIsUnderWayStopsAloneOrIsRefused() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.sharedKey)])
    guard case .created = try turns.start("S-1") else { throw Failure("the first was refused") }
    #expect(try turns.start("S-2")?.refusal == "step-key-taken")
    #expect(try turns.incidents().map(\.code) == ["step-key-taken"])
    #expect(try turns.start("S-3")?.refusal == "step-key-taken")
    #expect(try turns.incidents().count == 1, "told once")
    #expect(try turns.family("S-1").status == .running)
    #expect(try turns.reader.families(.init(limit: 10)).map(\.key) == ["S-1"])
  }

  private static let counter = """
    context: {n: {type: int, value: 0}}
    events:
      add: {data: {}, by: [operator, client], otherwise: reject}
    view: {n: {value: "${context.n}", index: true}}
    initial: a
    states:
      a:
        rest: true
        timers: {tick: {at: "entered + period('PT1H')", late: always, target: a}}
        on:
          add:
            target: a
            reenter: true
            actions:
              - assign: {n: "${context.n + 1}"}
              - spawn: {step: email.send, key: "${family.key}/mail/${context.n}", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}
    """

  /// One world with two families; a write of the first one's event is refused, each in turn.
  private struct Refusal {
    let simulation: Simulation

    init(refusing write: Int?) throws {
      let plan = FaultPlan(refusedWrites: write.map { [$0] } ?? [])
      simulation = try Simulation(bundle: Turns.bundle(BlameTests.counter), now: Bench.epoch, plan: plan)
    }

    func start(_ reference: String) throws -> Reply {
      let input: Value = ["reference": .string(reference)]
      return try simulation.send {
        .start(
          StartRequest(
            source: "t", key: reference, workflow: "small", input: input, content: JSON.encode(input), actor: "t"), $0)
      }
    }

    func add(_ reference: String, role: String, key: String) throws -> Reply {
      try simulation.send {
        .event(
          InboundEvent(
            source: "t", key: key, name: "add", role: role, reference: reference, body: .map([:]), content: [],
            actor: role), $0)
      }
    }

    /// Decides every incident until none is open, as an operator does once the cause is mended.
    func decideAll() throws {
      for round in 0..<20 {
        let open = try simulation.reader().incidents(status: .open, family: nil, limit: 100)
        if open.isEmpty { return }
        for incident in open {
          for action in [OperatorCommand.Action.incidentRetry(incident.id), .incidentDiscard(incident.id)] {
            let reply = try simulation.send {
              .command(
                OperatorCommand(action: action, key: "\(round)/\(incident.id)/\(action)", actor: "o", reason: "r"), $0)
            }
            if case .carriedOut = reply { break }
          }
        }
      }
      throw Failure("incidents never end")
    }
  }

  /// The number of writes of an undisturbed run.
  private func writes(_ role: String) throws -> Int {
    let world = try Refusal(refusing: nil)
    try run(world, role)
    return world.simulation.faulty.writeCount
  }

  private func run(_ world: Refusal, _ role: String) throws {
    for reference in ["S-1", "S-2"] {
      var tries = 0
      while true {
        tries += 1
        if case .rejected = try world.start(reference), tries < 3 { continue }
        break
      }
    }
    for (n, reference) in [(1, "S-1"), (2, "S-1"), (3, "S-2")] {
      var key = "add/\(n)"
      // Callers that were refused or asked to retry do so; a refused act needs a new key.
      sending: for _ in 0..<5 {
        switch try world.add(reference, role: role, key: key) {
        case .rejected: key += "'"
        case .overloaded: try world.decideAll()
        default: break sending
        }
      }
    }
    try world.decideAll()
    try world.simulation.settle()
  }

  @Test(arguments: ["operator", "client"])
  func whicheverWriteIsRefusedTheOtherFamilyGoesOnAndNothingIsLost(_ role: String) throws {
    let count = try writes(role)
    #expect(count > 40)
    for write in 1...count {
      let world = try Refusal(refusing: write)
      do {
        try run(world, role)
      } catch let error as StoreError {
        // The one write that is nobody's: the turn's own high-water mark of time.
        #expect(error.isSimulated, "write \(write): \(error)")
        continue
      }
      let story = try world.simulation.story()
      #expect(try world.simulation.view("S-1")["n"] == 2, "write \(write) of \(count): \(story)")
      #expect(try world.simulation.view("S-2")["n"] == 1, "write \(write) of \(count)")
      for reference in ["S-1", "S-2"] {
        #expect(try world.simulation.reader().family(key: reference)?.status == .running, "write \(write)")
      }
      #expect(try world.simulation.verify().map(\.description) == [], "write \(write)")
      let keys = world.simulation.providers.acts(of: "email.send").map(\.key)
      #expect(Set(keys).count == 3 && keys.count == 3, "write \(write): \(keys)")
    }
  }

  @Test func aSnapshotWithAWrongValueStopsItsFamilyAndSaysWhichOneItIs() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.counter)])
    try turns.start("S-1")
    var broken = try turns.reader.instances(of: turns.family("S-1").id)[0]
    let text = String(decoding: broken.snapshot, as: UTF8.self)
    broken.snapshot = Array(text.replacing(#/"timerGeneration":\s*\d+/#, with: "\"timerGeneration\":\"x\"").utf8)
    try turns.tamper { try $0.updateInstance(broken) }
    try turns.send("add", to: "S-1", role: "client")
    let incident = try #require(try turns.incidents().first)
    #expect(incident.code == "snapshot-unreadable")
    #expect(String(decoding: incident.detail, as: UTF8.self).contains("'timerGeneration' is not a whole number"))
  }

  @Test func aRowThatCannotBeReadStopsItsFamilyAloneUntilItIsMended() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.counter)])
    try turns.start("S-1")
    try turns.start("S-2")
    let id = try turns.family("S-1").id
    var broken = try turns.reader.instances(of: id)[0]
    let whole = broken.snapshot
    broken.snapshot = Array("{".utf8)
    try turns.tamper { try $0.updateInstance(broken) }
    #expect(try turns.send("add", to: "S-1", role: "client") == .accepted(reference: "S-1", disposition: .queued))
    #expect(try turns.send("add", to: "S-2", role: "client")?.verdict == "handled")
    #expect(try turns.incidents().map(\.code) == ["snapshot-unreadable"])
    let incident = try turns.incidents()[0]
    #expect(try turns.command(.incidentRetry(incident.id))?.refusal == "family_unloadable")
    #expect(try turns.incidents().map(\.id) == [incident.id], "it stays open")
    #expect(try turns.command(.incidentDiscard(incident.id))?.refusal == "family_waits")
    var mended = try turns.reader.instances(of: id)[0]
    mended.snapshot = whole
    try turns.tamper { try $0.updateInstance(mended) }
    guard case .carriedOut = try turns.command(.incidentRetry(incident.id)) else { throw Failure("not retried") }
    try turns.take()
    #expect(try turns.state("S-1") == "a")
    #expect(try turns.reader.instances(of: id)[0].view == JSON.encode(["n": 1]))
    #expect(try turns.family("S-1").status == .running)
  }
}
