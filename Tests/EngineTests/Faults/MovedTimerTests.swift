import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// Timers that are due in one turn may move each other.
@Suite struct MovedTimerTests {
  private static let moving = """
    context: {until: "timestamp|null"}
    events:
      begin: {data: {}, by: [operator], otherwise: reject}
    initial: a
    states:
      a:
        entry: [{assign: {until: "${now + period('PT2M')}"}}]
        timers:
          push: {at: "entered + period('PT1M')", late: always, actions: [{assign: {until: "${now + period('PT1H')}"}}]}
          end: {at: "context.until", late: always, target: b}
      b: {rest: true}
    """

  @Test func aTimerThatAnotherOneMovesInTheSameTurnFiresAtItsNewInstant() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.moving)])
    try turns.start("S-1")
    #expect(try turns.reader.timers(dueBefore: .max, limit: 10).count == 2)
    // The daemon was down: both are due when it looks again, and the first one moves the second.
    turns.wait(600)
    try turns.take()
    #expect(try turns.state("S-1") == "a")
    #expect(
      try turns.reader.timers(dueBefore: .max, limit: 10).map(\.name).count == 1, "the moved timer is still armed")
    turns.wait(3_600)
    try turns.take()
    #expect(try turns.state("S-1") == "b")
  }
}
