import CEL
import EngineMessages
import Statecharts
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// The effects of the operator's limits.
@Suite struct LimitTests {
  @Test func anUnmatchedEventBeyondTheLimitIsNotStoredAndOneIncidentSaysSo() throws {
    let bench = try Bench { $0.unmatchedLimit = 2 }
    let strangers = (0..<4).map { bench.another("VLT-20270101-U\($0)", days: 6 + Int64($0)) }
    #expect(try strangers[0].pays().verdict == "unmatched")
    #expect(try strangers[1].pays().verdict == "unmatched")
    for stranger in strangers[2...] {
      guard case .overloaded = try stranger.pays() else { throw Failure("an event was taken beyond the limit") }
    }
    #expect(try bench.simulation.reader().countInbox(in: .unmatched) == 2)
    #expect(try bench.incidents().map(\.code) == ["inbox-full"])
    // A known event is answered as before, and one with a waiting caller is handled.
    guard case .duplicate = try strangers[0].pays() else { throw Failure("a duplicate was not recognised") }
    try bench.confirm()
    try bench.expect(status: "confirmed", payment: "paid")
  }

  @Test func eventsOfAStoppedFamilyTakeNoRoomOfThoseWithoutAFamily() throws {
    let bench = try Bench { $0.unmatchedLimit = 2 }
    try bench.confirm()
    let family = try #require(try bench.simulation.reader().family(key: bench.reference)).id
    bench.simulation.faulty.setPlan(FaultPlan(refusedFamily: family))
    for number in 0..<3 {
      _ = try bench.booking.party("operator.freeze", "operator", ["reason": "x"], key: "freeze \(number)")
    }
    #expect(try bench.simulation.reader().pendingCount(of: family) >= 2)
    let strangers = (0..<3).map { bench.another("VLT-20270101-U\($0)", days: 6 + Int64($0)) }
    #expect(try strangers[0].pays().verdict == "unmatched")
    #expect(try strangers[1].pays().verdict == "unmatched")
    guard case .overloaded = try strangers[2].pays() else { throw Failure("an event was taken beyond the limit") }
  }

  @Test func anEventIsNotGivenBackBeyondTheLimit() throws {
    let bench = try Bench {
      $0.unmatchedLimit = 1
      $0.unmatchedLifetime = .seconds(60)
    }
    #expect(try bench.another("VLT-20270101-U0", days: 6).pays().verdict == "unmatched")
    try bench.wait(.seconds(7_200))
    let incident = try #require(try bench.incidents().first)
    #expect(incident.code == "event-unmatched")
    #expect(try bench.another("VLT-20270101-U1", days: 7).pays().verdict == "unmatched")
    guard case .overloaded = try bench.act(.incidentRetry(incident.id)) else {
      throw Failure("an event was given back beyond the limit")
    }
    #expect(try bench.simulation.reader().countInbox(in: .held) == 1)
    #expect(try bench.incidents().map(\.code).contains("event-unmatched"))
    try bench.wait(.seconds(7_200))
    guard case .carriedOut = try bench.act(.incidentRetry(incident.id)) else { throw Failure("there is room") }
  }

  @Test func aRefusedEventIsTakenWhenFewerWait() throws {
    let bench = try Bench { $0.unmatchedLimit = 1 }
    let (first, second) = (bench.another("VLT-20270101-U0", days: 6), bench.another("VLT-20270101-U1", days: 7))
    #expect(try first.pays().verdict == "unmatched")
    guard case .overloaded = try second.pays() else { throw Failure("an event was taken beyond the limit") }
    try first.request()
    try bench.wait(.seconds(120))
    #expect(try bench.simulation.view(first.reference)["status"] == "confirmed")
    #expect(try second.pays().verdict == "unmatched")
    // Closed, and full again: somebody is told anew.
    let incident = try #require(try bench.incidents().first)
    try bench.act(.incidentDiscard(incident.id))
    guard case .overloaded = try bench.another("VLT-20270101-U2", days: 8).pays() else {
      throw Failure("an event was taken beyond the limit")
    }
    #expect(try bench.incidents().map(\.code) == ["inbox-full"])
  }

  @Test func theOperatorsNumberOfDeferredEventsHolds() throws {
    var limits = Bundle.Limits()
    limits.deferred = 2
    let small = try Small(
      """
      events: {note: {data: {n: int}, by: [operator], otherwise: defer}}
      initial: a
      states: {a: {rest: true}}
      """, limits: limits)
    try small.start()
    #expect(try small.send("note", ["n": 1]).verdict == "deferred")
    #expect(try small.send("note", ["n": 2]).verdict == "deferred")
    #expect(try small.send("note", ["n": 2], key: "again").verdict == "already")
    #expect(try small.send("note", ["n": 3]).refusal == "too_many_waiting")
    #expect(try small.incidents.map(\.code) == [])
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func theOperatorsNumberOfMicrostepsHolds() throws {
    var limits = Bundle.Limits()
    limits.microsteps = 10
    let body = """
      context: {n: {type: int, value: 0}}
      events: {go: {data: {upto: int}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a: {rest: true, on: {go: {target: b, actions: [{assign: {n: "${event.data.upto}"}}]}}}
        b: {always: [{guard: "context.n > 0", target: b, reenter: true, actions: [{assign: {n: "${context.n - 1}"}}]}, a]}
      """
    let small = try Small(body, limits: limits)
    try small.start()
    #expect(try small.send("go", ["upto": 5]).verdict == "handled")
    try small.send("go", ["upto": 20])
    #expect(try small.incidents.map(\.code) == ["microstep-limit"])
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func theOperatorsNumberOfStepsHolds() throws {
    var limits = Bundle.Limits()
    limits.spawned = 1
    func step(_ id: String) -> String {
      """
            - step: human.task
              id: \(id)
              key: "${family.key}/\(id)"
              with: {title: \(id), assignee: operator, text: null, form: {}, due: null}
              onDone: {actions: []}
              onError: {actions: [{alarm: declined}]}
      """
    }
    let body = """
      events: {go: {data: {}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a: {rest: true, on: {go: b}}
        b:
          rest: true
          invoke:
      """
    let one = try Small(body + "\n" + step("first"), limits: limits)
    try one.start()
    #expect(try one.send("go").verdict == "handled")
    let two = try Small(body + "\n" + step("first") + "\n" + step("second"), limits: limits)
    try two.start()
    try two.send("go")
    #expect(try two.incidents.map(\.code) == ["step-limit"])
  }
}
