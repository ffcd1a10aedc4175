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
      divide: {data: {by: {type: int}}, by: [operator, client, consultant], otherwise: reject}
      note: {data: {}, by: [operator, client, site], otherwise: ignore}
      late: {data: {}, by: [client], otherwise: reject}
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
          late: {guard: "context.n > 1000", target: b}
          note: {guard: "context.n > 1000", target: b}
      b: {rest: true}
    """

  private func turns() throws -> Turns {
    let turns = try Turns(deployed: [Turns.bundle(Self.fragile)])
    try turns.start("S-1")
    return turns
  }

  @Test func aPartysEventThatCannotBeSteppedIsRefusedAndReportedOnce() throws {
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

  @Test func anEventThatChangesNothingLeavesItsKeyAndACount() throws {
    let turns = try turns()
    let id = try turns.family("S-1").id
    let version = try turns.family("S-1").version
    for n in 0..<50 {
      #expect(try turns.send("note", to: "S-1", role: "client", key: "i\(n)")?.verdict == "ignored")
      #expect(try turns.send("late", to: "S-1", role: "client", key: "r\(n)")?.refusal == "not_now")
    }
    #expect(try turns.family("S-1").version == version)
    #expect(try turns.reader.history(of: id, after: 0, limit: 100).count == 1)
    #expect(try turns.reader.countInbox(in: .consumed) == 1, "the request alone")
    let counts = try turns.reader.eventCounts(of: id)
    #expect(counts.map { "\($0.role) \($0.verdict) \($0.count)" } == ["client ignored 50", "client rejected 50"])
    guard case .duplicate = try turns.send("note", to: "S-1", role: "client", key: "i0") else {
      throw Failure("it counted twice")
    }
    #expect(try turns.reader.eventCounts(of: id) == counts, "a duplicate is no further event")
    guard case .conflict = try turns.send("late", to: "S-1", role: "client", key: "i0") else { throw Failure("taken") }
    #expect(try turns.incidents().map(\.code) == ["key-conflict"])
  }

  @Test func anOperatorsEventIsAlwaysRecorded() throws {
    let turns = try turns()
    #expect(try turns.send("note", to: "S-1")?.verdict == "ignored")
    let rows = try turns.reader.history(of: turns.family("S-1").id, after: 0, limit: 100)
    #expect(rows.map(\.name) == ["small", "note"])
  }

  @Test func noPartyCanUseUpAnotherOnesShareOfABookingsLife() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.fragile)]) { $0.eventsPerRole = 5 }
    try turns.start("S-1")
    for n in 0..<5 {
      #expect(try turns.send("divide", to: "S-1", role: "client", ["by": 1], key: "k\(n)")?.verdict == "handled")
    }
    for n in 5..<9 {
      let said = try turns.send("divide", to: "S-1", role: "client", ["by": 1], key: "k\(n)")
      #expect(said?.refusal == "too_many_events")
    }
    #expect(try turns.incidents().map(\.code) == ["events-exhausted"], "told once")
    #expect(try turns.send("divide", to: "S-1", role: "consultant", ["by": 1])?.verdict == "handled")
    #expect(try turns.send("divide", to: "S-1", ["by": 1])?.verdict == "handled")
  }

  @Test func aSiteReachesItsOwnFamiliesOnly() throws {
    let turns = try turns()
    #expect(try turns.send("note", to: "S-1", role: "site")?.verdict == "ignored")
    guard case .unknownTarget(let message) = try turns.send("note", to: "S-1", role: "site", source: "api:other"),
      case .unknownTarget(let absent) = try turns.send("note", to: "S-9", role: "site", source: "api:other")
    else { throw Failure("another site's") }
    #expect(message == absent.replacing("S-9", with: "S-1"))
  }

  @Test func aProblemOfTheDoorIsOneOpenIncident() throws {
    let turns = try turns()
    for _ in 0..<5 { _ = try turns.take(.report(code: "oversized_body", title: "of a", detail: .map([:]))) }
    _ = try turns.take(.report(code: "oversized_body", title: "of b", detail: .map([:])))
    #expect(try turns.incidents().map(\.title) == ["of a", "of b"])
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

  @Test func aKeyIdentifiesOneActOfItsCaller() throws {
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

  @Test func anAnswerToATaskHoldsNoMoreThanOtherInputFromOutside() throws {
    let turns = try Turns(
      deployed: [
        Turns.bundle(
          """
          initial: a
          states:
            a:
              invoke:
                step: human.task
                key: "${family.key}/task"
                with: {title: look, assignee: operator, text: null, form: {}, due: null}
                onDone: b
                onError: b
            b: {rest: true}
          """)
      ])
    try turns.start("S-1")
    let task = try turns.reader.tasks(in: .open, after: nil, limit: 10)[0].id
    let long = Value.string(String(repeating: "x", count: 4_097))
    for data: Value in [["note": long], ["note": "\u{1B}[2J"], ["outcome": long], ["outcome": 1]] {
      #expect(try turns.command(.taskDone(task, data: data))?.refusal == "wrong_data")
    }
    // Later steps would read somebody's personal data in its place.
    let reference: Value = ["note": ["$personal": "client.email"]]
    #expect(try turns.command(.taskDone(task, data: reference))?.refusal == "reserved_name")
    #expect(try turns.state("S-1") == "a")
    guard case .carriedOut = try turns.command(.taskDone(task, data: ["outcome": "seen", "note": "one\ntwo"])) else {
      throw Failure("refused")
    }
  }
}
