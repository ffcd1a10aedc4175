import CEL
import CivilTime
import EngineMessages
import Testing
import WorkflowEngine
import WorkflowTesting

/// A claim with a limit counts what is held at one moment, not what is held at some time within it.
@Suite struct ClaimMomentTests {
  private static let room = """
    claims: {desk: {resource: desks, limit: 2, from: "${input.from}", to: "${input.to}"}}
    start: [{onRefused: {reject: full}}]
    initial: a
    states: {a: {rest: true, holds: [desk]}}
    """

  @Test func neighboursInTimeAreNotHeldAtOnce() throws {
    let head = Small.head.replacing("{reference: string}", with: "{reference: string, from: timestamp, to: timestamp}")
    let small = try Small(["small.yaml": head + Self.room])
    func book(_ reference: String, _ from: Int, _ to: Int) throws -> String? {
      let input: Value = [
        "reference": .string(reference), "from": .string("2027-06-01T\(from):00:00Z"),
        "to": .string("2027-06-01T\(to):00:00Z"),
      ]
      return try small.simulation.send { token in
        .start(
          StartRequest(
            source: "test", key: "start \(reference)", workflow: "small", input: input, content: JSON.encode(input),
            actor: "test"),
          token)
      }.refusal
    }
    #expect(try book("S-1", 10, 11) == nil)
    #expect(try book("S-2", 11, 12) == nil)
    // At any moment of these two hours one desk is held.
    #expect(try book("S-3", 10, 12) == nil)
    #expect(try book("S-4", 10, 12) == "full")
    #expect(try book("S-5", 12, 13) == nil)
  }
}
