import CEL
import EngineMessages
import Execution
import Statecharts
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A family whose definitions cannot be compiled at present loses nothing: its events queue, its attempts stay unknown, and it goes on
/// once they are back.
@Suite struct UnloadableTests {
  private static let paid = """
    context: {n: {type: int, value: 0}}
    events:
      paid: {from: stripe/paid, correlate: {reference: "${body.reference}"}, data: {amount: {type: int, value: "${body.amount}"}}, otherwise: ignore}
      note: {data: {text: {type: string, personal: true}}, by: [client], otherwise: reject}
    view: {n: {value: "${context.n}"}, reference: {value: "${input.reference}", index: unique}}
    initial: sending
    states:
      sending:
        rest: true
        invoke:
          step: stripe.account.get
          key: "${family.key}/look"
          with: {account: a}
          onDone: {actions: [{assign: {n: "${context.n + 100}"}}]}
          onError: {actions: []}
        on:
          paid: {actions: [{assign: {n: "${context.n + event.data.amount}"}}]}
          note: {actions: [{assign: {n: "${context.n + 1}"}}]}
    """
  private static let other = paid.replacing("/look", with: "/see")

  private let old: Statecharts.Bundle
  private let new: Statecharts.Bundle

  init() throws {
    old = try Turns.bundle(Self.paid)
    new = try Turns.bundle(Self.other)
  }

  private func n(_ turns: Turns) throws -> Value? {
    try JSON.parse(turns.reader.instances(of: turns.family("S-1").id)[0].view)["n"]
  }

  @Test func itsEventsQueueItsAttemptStaysOpenAndAllOfItFollows() throws {
    let turns = try Turns(deployed: [old])
    try turns.start("S-1")
    #expect(turns.last.dispatches.count == 1)
    try turns.restart(deployed: [new])
    #expect(try turns.family("S-1").status == .stopped)
    #expect(try turns.incidents().map(\.code) == ["bundle-missing"])
    #expect(try turns.reader.openAttempts().count == 1, "nobody says what became of it")
    // A provider's event is kept for it, though only other definitions are known.
    #expect(try turns.hook("paid", ["reference": "S-1", "amount": 7])?.verdict == "handled")
    #expect(try turns.send("note", to: "S-1", role: "client", ["text": "x"])?.verdict == "queued")
    #expect(try turns.incidents().count == 1, "one incident, not one for each event")
    let incident = try turns.incidents()[0]
    #expect(try turns.command(.incidentRetry(incident.id))?.refusal == "family_unloadable")
    #expect(try turns.incidents().count == 1)
    try turns.restart(deployed: [new], pinned: [old])
    #expect(try turns.incidents().map(\.id) == [incident.id])
    guard case .carriedOut = try turns.command(.incidentRetry(incident.id)) else { throw Failure("not retried") }
    try turns.take()
    #expect(try n(turns) == 8)
    turns.wait(60)
    try turns.take()
    #expect(try turns.reader.openAttempts().count == 1)
    #expect(try turns.incidents().isEmpty)
    #expect(try turns.family("S-1").status == .running)
  }

  @Test func anEventThatOnlyTheMissingDefinitionsMayDeclareIsKept() throws {
    let turns = try Turns(deployed: [old])
    try turns.start("S-1")
    let silent = try Turns.bundle("initial: a\nstates: {a: {rest: true}}")
    try turns.restart(deployed: [silent])
    #expect(try turns.hook("paid", ["reference": "S-1", "amount": 7])?.verdict == "unmatched")
    try turns.restart(deployed: [silent], pinned: [old])
    if let incident = try turns.incidents().first { try turns.command(.incidentRetry(incident.id)) }
    turns.wait(61)
    try turns.take()
    #expect(try n(turns) == 7)
  }

  @Test func moreEventsThanAreKeptComeAgain() throws {
    let turns = try Turns(deployed: [old]) { $0.queuedPerFamily = 2 }
    try turns.start("S-1")
    try turns.restart(deployed: [new])
    #expect(try turns.hook("paid", ["reference": "S-1", "amount": 1])?.verdict == "handled")
    #expect(try turns.send("note", to: "S-1", role: "client", ["text": "x"])?.verdict == "queued")
    for reply in [
      try turns.send("note", to: "S-1", role: "client", ["text": "y"]),
      try turns.hook("paid", ["reference": "S-1", "amount": 1]),
    ] {
      guard case .overloaded = reply else { throw Failure("it was taken: \(String(describing: reply))") }
    }
  }

  @Test func personalDataOfQueuedEventsStandsApartFromTheirRows() throws {
    let stopping = Self.paid.replacing(
      "note: {actions: [{assign: {n: \"${context.n + 1}\"}}]}", with: "note: {actions: []}"
    )
    .replacing("events:\n", with: "events:\n  divide: {data: {}, by: [operator], otherwise: reject}\n")
    .replacing("    on:\n", with: "    on:\n      divide: {actions: [{assign: {n: \"${1 / context.n}\"}}]}\n")
    let turns = try Turns(deployed: [Turns.bundle(stopping)])
    try turns.start("S-1")
    try turns.send("divide", to: "S-1")
    #expect(try turns.family("S-1").status == .stopped)
    #expect(try turns.send("note", to: "S-1", role: "client", ["text": "secret"])?.verdict == "queued")
    let rows = try turns.reader.inbox(in: .pending, limit: 10)
    #expect(rows.count == 1)
    #expect(!rows.contains { String(decoding: $0.body, as: UTF8.self).contains("secret") })
    let person = try #require(try turns.reader.person(of: turns.family("S-1").id))
    #expect(String(decoding: person, as: UTF8.self).contains("secret"))
  }

  @Test func aQueuedEventThatNoDefinitionDeclaresIsHeldAndTheFamilyGoesOn() throws {
    let stopping = Self.paid.replacing(
      "events:\n", with: "events:\n  divide: {data: {}, by: [operator], otherwise: reject}\n"
    )
    .replacing("    on:\n", with: "    on:\n      divide: {actions: [{assign: {n: \"${1 / context.n}\"}}]}\n")
    let turns = try Turns(deployed: [Turns.bundle(stopping)])
    try turns.start("S-1")
    try turns.send("divide", to: "S-1")
    let incident = try #require(try turns.incidents().first)
    #expect(try turns.send("note", to: "S-1", role: "client", ["text": "x"])?.verdict == "queued")
    var row = try #require(try turns.reader.inbox(in: .pending, limit: 1).first)
    row.body = Array(String(decoding: row.body, as: UTF8.self).replacing("\"note\"", with: "\"gone\"").utf8)
    try turns.tamper { try $0.updateInbox(row) }
    guard case .carriedOut = try turns.command(.incidentSkip(incident.id)) else { throw Failure("not skipped") }
    try turns.take()
    #expect(try turns.family("S-1").status == .running)
    #expect(try turns.incidents().map(\.code) == ["event-unreadable"])
    #expect(try turns.reader.inbox(row.id)?.status == .held)
  }

  @Test func aHeldInputThatCannotBeReadKeepsTheFamilyStoppedAndItsIncidentOpen() throws {
    let stopping = Self.paid.replacing(
      "events:\n", with: "events:\n  divide: {data: {}, by: [operator], otherwise: reject}\n"
    )
    .replacing("    on:\n", with: "    on:\n      divide: {actions: [{assign: {n: \"${1 / context.n}\"}}]}\n")
    let turns = try Turns(deployed: [Turns.bundle(stopping)])
    try turns.start("S-1")
    try turns.send("divide", to: "S-1")
    var incident = try #require(try turns.incidents().first)
    let whole = incident.detail
    for held: Value in [
      ["stimulus": ["event": ["name": "gone", "role": "operator", "data": nil], "now": "2027-01-01T00:00:00Z"]],
      ["stimulus": ["now": "2027-01-01T00:00:00Z"]], ["stimulus": nil],
    ] {
      incident.detail = JSON.encode(held)
      try turns.tamper { try $0.updateIncident(incident) }
      #expect(try turns.command(.incidentRetry(incident.id))?.refusal == "input_unreadable")
      #expect(try turns.family("S-1").status == .stopped)
      #expect(try turns.incidents().map(\.id) == [incident.id])
    }
    incident.detail = whole
    try turns.tamper { try $0.updateIncident(incident) }
    guard case .carriedOut = try turns.command(.incidentSkip(incident.id)) else { throw Failure("not skipped") }
    #expect(try turns.family("S-1").status == .running)
  }
}
