import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A caller can neither stop a family nor make work for operators by repeating itself.
@Suite struct CallerTests {
  private static let fragile = """
    context: {n: {type: int, value: 0}}
    events:
      divide: {data: {by: {type: int}}, by: [operator, client], otherwise: reject}
      say: {data: {text: {type: string, personal: true}}, by: [client], otherwise: reject}
      wait: {data: {}, by: [client], otherwise: defer}
    view: {n: {value: "${context.n}"}}
    initial: a
    states:
      a:
        rest: true
        on:
          divide: {actions: [{assign: {n: "${100 / event.data.by}"}}]}
          say: {actions: [{assign: {n: "${context.n + 1}"}}]}
    """

  private func turns() throws -> Turns {
    let turns = try Turns(deployed: [Turns.bundle(Self.fragile)])
    try turns.start("S-1")
    return turns
  }

  @Test func aPartysEventThatCannotBeSteppedIsRefusedAndToldOnce() throws {
    let turns = try turns()
    for n in 0..<20 {
      #expect(
        try turns.send("divide", to: "S-1", role: "client", ["by": 0], key: "k\(n)")?.refusal == "step_failed")
    }
    #expect(try turns.family("S-1").status == .running)
    #expect(try turns.incidents().map(\.code) == ["event-refused"])
    #expect(try turns.send("divide", to: "S-1", role: "client", ["by": 4])?.verdict == "handled")
    let rows = try turns.reader.history(of: turns.family("S-1").id, after: 0, limit: 100)
    #expect(rows.map(\.name) == ["small", "divide"], "a refused event leaves nothing")
  }

  @Test func anOperatorsEventThatCannotBeSteppedIsHeld() throws {
    let turns = try turns()
    #expect(try turns.send("divide", to: "S-1", ["by": 0])?.verdict == "queued")
    #expect(try turns.family("S-1").status == .stopped)
  }

  @Test func anEqualEventThatWaitsIsAnsweredAlreadyAndLeavesNothing() throws {
    let turns = try turns()
    #expect(try turns.send("wait", to: "S-1", role: "client", key: "1")?.verdict == "deferred")
    for n in 2...300 {
      #expect(try turns.send("wait", to: "S-1", role: "client", key: "\(n)")?.verdict == "already")
    }
    #expect(try turns.family("S-1").status == .running)
    #expect(try turns.incidents().isEmpty)
  }

  @Test func personalDataOfARefusedEventAreNotKept() throws {
    let turns = try turns()
    _ = try turns.send("say", to: "S-1", role: "client", ["text": "kept"])
    let id = try turns.family("S-1").id
    let before = try turns.reader.person(of: id)
    #expect(try turns.send("say", to: "S-1", role: "client", ["text": ["$personal": "x"]])?.refusal == "reserved_name")
    #expect(try turns.send("say", to: "S-1", role: "client", ["text": 3])?.refusal == "wrong_data")
    #expect(try turns.reader.person(of: id) == before)
  }

  @Test func aKeyNamesOneActOfWhoeverUsesIt() throws {
    let turns = try turns()
    _ = try turns.take(.report(code: "one", title: "one", detail: .map([:])))
    _ = try turns.take(.report(code: "two", title: "two", detail: .map([:])))
    let ids = try turns.incidents().map(\.id)
    guard case .carriedOut = try turns.command(.incidentDiscard(ids[0]), key: "K") else { throw Failure("not done") }
    guard case .duplicate = try turns.command(.incidentDiscard(ids[0]), key: "K") else { throw Failure("done twice") }
    for _ in 0..<3 {
      guard case .conflict = try turns.command(.incidentDiscard(ids[1]), key: "K") else { throw Failure("taken") }
    }
    #expect(try turns.incidents().map(\.code) == ["two", "key-conflict"], "told once for a key")
    _ = try turns.send("wait", to: "S-1", role: "client", key: "same")
    for _ in 0..<3 {
      guard case .conflict = try turns.send("divide", to: "S-1", role: "client", ["by": 1], key: "same") else {
        throw Failure("taken")
      }
    }
    #expect(try turns.incidents().count == 3)
  }

  @Test func aTaskThatTheFamilyCannotGoOnWithStaysOpen() throws {
    let turns = try Turns(
      deployed: [
        Turns.bundle(
          """
          context: {n: {type: int, value: 0}}
          initial: a
          states:
            a:
              invoke:
                step: human.task
                key: "${family.key}/task"
                with: {title: look, assignee: operator, text: null, form: {by: int}, due: null}
                onDone: {target: b, actions: [{assign: {n: "${100 / int(event.data.data.by)}"}}]}
                onError: b
            b: {rest: true}
          """)
      ])
    try turns.start("S-1")
    let task = try turns.reader.tasks(in: .open, after: nil, limit: 10)[0].id
    #expect(try turns.command(.taskDone(task, data: .null))?.refusal == "missing_fields")
    #expect(try turns.command(.taskDone(task, data: ["by": "4"]))?.refusal == "wrong_data")
    #expect(try turns.command(.taskDone(task, data: ["by": 0]))?.refusal == "step_failed")
    #expect(try turns.family("S-1").status == .running)
    #expect(try turns.reader.tasks(in: .open, after: nil, limit: 10).map(\.id) == [task])
    guard case .carriedOut = try turns.command(.taskDone(task, data: ["by": 4])) else { throw Failure("refused") }
    #expect(try turns.state("S-1") == "b")
  }
}
