import CEL
import Execution
import Storage
import Testing
import WorkflowEngine

/// A step that cannot be sent or read at all is kept where a person sees it, and one that gives way to a newer one is closed.
@Suite struct UnsentStepTests {
  private static let mails = """
    events:
      refund.updated: {from: stripe/refund.updated, correlate: {reference: "${body.group}"}, data: {id: {type: string, value: "${body.id}"}}, otherwise: ignore}
      go: {data: {n: int}, by: [operator], otherwise: reject}
    view: {reference: {value: "${input.reference}", index: unique}}
    initial: a
    states:
      a:
        rest: true
        on:
          refund.updated: {actions: [{journal: "${event.data.id}"}]}
          go:
            actions:
              - spawn:
                  step: email.send
                  id: "m/${event.data.n}"
                  key: "${family.key}/m/${event.data.n}"
                  lane: mails
                  supersede: true
                  with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}
                  onError: {actions: []}
    """

  private func turns(_ executors: [ExecutorProfile]) throws -> Turns {
    let turns = try Turns(deployed: [Turns.bundle(Self.mails)], executors: executors)
    try turns.start("S-1")
    return turns
  }

  @Test func aStepThatNoExecutorOffersIsParkedAndAPersonIsTold() throws {
    let turns = try turns([Turns.executor("crm", ["crm.upsert"], slots: 1)])
    try turns.send("go", to: "S-1", ["n": 1])
    #expect(try turns.reader.tasks(in: .parked, after: nil, limit: 10).map(\.step) == ["m/1"])
    #expect(try turns.incidents("S-1").map(\.code) == ["no-executor"])
    #expect(turns.last.dispatches.isEmpty)
  }

  @Test func aStepThatWasNeverTriedGivesWayToANewerOneOfItsLane() throws {
    let turns = try turns([Turns.executor("email", ["email.send"], slots: 0)])
    try turns.send("go", to: "S-1", ["n": 1])
    try turns.send("go", to: "S-1", ["n": 2])
    #expect(try turns.reader.tasks(in: .ready, after: nil, limit: 10).map(\.step) == ["m/2"])
    let stopped = try turns.reader.tasks(in: .stopped, after: nil, limit: 10)
    #expect(stopped.map(\.step) == ["m/1"])
    #expect(try stopped.first.map { try JSON.parse($0.result)["stopped"] } == "superseded")
  }

  @Test func anEventWithoutItsPayloadIsHeldAndTheFamilyGoesOn() throws {
    let turns = try turns([Turns.executor("email", ["email.send"], slots: 1)])
    try turns.hook("refund.updated", ["group": "S-1"])
    let incident = try #require(try turns.incidents("S-1").first)
    #expect(incident.code == "event-unreadable")
    #expect(try turns.reader.inbox(in: .held, limit: 10).map(\.id) == [incident.inbox])
    #expect(try turns.family("S-1").status == .running)
    try turns.send("go", to: "S-1", ["n": 1])
    #expect(turns.last.dispatches.count == 1)
  }
}
