import CEL
import CivilTime
import EngineMessages
import MemoryStorage
import Storage
import Testing
import WorkflowDefinitions
import WorkflowEngine
import WorkflowTesting

/// A claim takes the place of the one that yields to it, and of no other.
@Suite struct YieldingClaimTests {
  private static func desk(yields: Bool) -> String {
    """
    workflow: small
    version: 1
    family: []
    key: "${input.reference}"
    input: {reference: string, except: string|null}
    claims: {desk: {resource: desk, \(yields ? "yields: true" : "except: \"${input.except}\"")}}
    start: [{onRefused: {reject: full}}]
    events: {leave: {data: {}, by: [operator], otherwise: reject}}
    initial: a
    states: {a: {rest: true, holds: [desk], on: {leave: b}}, b: {type: final}}

    """
  }

  /// Both workflows in one world: `small` takes places, `held` yields.
  private func world() throws -> Turns {
    let held = Self.desk(yields: true).replacing("workflow: small", with: "workflow: held")
    let files = [("held.yaml", held), ("small.yaml", Self.desk(yields: false))].map {
      SourceFile(path: $0, source: Array($1.utf8))
    }
    return try Turns(deployed: ShippedWorkflows.loader.load(files).bundles)
  }

  private func start(_ turns: Turns, _ workflow: String, _ reference: String, except: String? = nil) throws -> String? {
    try turns.start(reference, workflow: workflow, ["except": except.map { .string($0) } ?? .null])?.refusal
  }

  @Test func aClaimTakesThePlaceOfTheFamilyThatItNames() throws {
    let turns = try world()
    #expect(try start(turns, "held", "H-1") == nil)
    #expect(try start(turns, "small", "S-1") == "full")
    #expect(try start(turns, "small", "S-2", except: "H-2") == "full")
    #expect(try start(turns, "small", "S-3", except: "H-1") == nil)
  }

  @Test func nobodyTakesThePlaceOfAFamilyThatDoesNotYield() throws {
    let turns = try world()
    #expect(try start(turns, "small", "S-1") == nil)
    #expect(try start(turns, "small", "S-2", except: "S-1") == "full")
  }

  @Test func ofTwoThatNameTheSameFamilyOneTakesItsPlace() throws {
    let turns = try world()
    #expect(try start(turns, "held", "H-1") == nil)
    #expect(try start(turns, "small", "S-1", except: "H-1") == nil)
    #expect(try start(turns, "small", "S-2", except: "H-1") == "full")
  }

  @Test func aFamilyThatHoldsNothingAnyMoreChangesNothing() throws {
    let turns = try world()
    #expect(try start(turns, "held", "H-1") == nil)
    try turns.send("leave", to: "H-1")
    #expect(try start(turns, "small", "S-1", except: "H-1") == nil)
    #expect(try start(turns, "small", "S-2", except: "H-1") == "full")
  }

  @Test func whoTakesAPlaceDoesNotYieldTheirOwn() throws {
    let both = Self.desk(yields: true).replacing("yields: true", with: "yields: true, except: \"${input.except}\"")
    #expect(throws: Findings.self) {
      try ShippedWorkflows.loader.load([SourceFile(path: "small.yaml", source: Array(both.utf8))])
    }
  }

  @Test func theNameOfTheExceptedFamilyIsAText() throws {
    let wrong = Self.desk(yields: false).replacing("\"${input.except}\"", with: "\"${1 + 1}\"")
    #expect(throws: Findings.self) {
      try ShippedWorkflows.loader.load([SourceFile(path: "small.yaml", source: Array(wrong.utf8))])
    }
  }
}
