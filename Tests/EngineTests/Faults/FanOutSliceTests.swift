import CEL
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// An event for many families reaches first, and only, those that do something about it.
@Suite struct FanOutSliceTests {
  private static func definition(otherwise verdict: String, lost: String = "{actions: []}") -> String {
    """
    context: {n: {type: int, value: 0}}
    events:
      leave: {data: {}, by: [operator], otherwise: reject}
      lost: {data: {}, by: [operator], otherwise: reject}
      tick: {from: stripe/tick, correlate: {group: "${body.group}"}, match: all, data: {}, otherwise: \(verdict)}
    view: {n: {value: "${context.n}"}, group: {value: "${'all'}", index: true}}
    initial: a
    states:
      a:
        rest: true
        on:
          leave: b
          lost: \(lost)
          tick: {actions: [{assign: {n: "${context.n + 1}"}}]}
      b: {rest: true, on: {lost: a}}
    """
  }

  private func counts(_ turns: Turns) throws -> [Int64] {
    try turns.reader.families(.init(limit: 1_000)).map { family in
      guard case .int(let n) = try JSON.parse(turns.reader.instances(of: family.id)[0].view)["n"] else { return -1 }
      return n
    }
  }

  @Test func theFewThatHearItHaveItInTheFirstTurnHoweverManyNewerOnesIgnoreIt() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.definition(otherwise: "ignore"))]) {
      $0.fanOutSlice = 3
      $0.stepsPerTurn = 8
    }
    for n in 0..<60 {
      try turns.start("S-\(n)")
      if n >= 2 { try turns.send("leave", to: "S-\(n)") }
    }
    #expect(try turns.hook("tick", ["group": "all"])?.verdict == "handled")
    #expect(turns.last.steps <= 3, "families that ignore it cost no step")
    #expect(try counts(turns) == [1, 1] + Array(repeating: 0, count: 58))
    #expect(try turns.reader.inbox(in: .pending, limit: 10).isEmpty)
  }

  @Test func anEventThatAllFamiliesIgnoreCostsNoStepAndLeavesNothing() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.definition(otherwise: "ignore"))]) { $0.fanOutSlice = 3 }
    for n in 0..<7 {
      try turns.start("S-\(n)")
      try turns.send("leave", to: "S-\(n)")
    }
    #expect(try turns.hook("tick", ["group": "all"])?.verdict == "handled")
    #expect(turns.last.steps == 0)
    #expect(turns.last.nextWake == nil)
    #expect(try turns.reader.inbox(in: .pending, limit: 10).isEmpty)
  }

  @Test func aFamilyThatDefersItGetsItInWhateverStateItStands() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.definition(otherwise: "defer"))]) { $0.fanOutSlice = 3 }
    for n in 0..<7 {
      try turns.start("S-\(n)")
      try turns.send("leave", to: "S-\(n)")
    }
    try turns.hook("tick", ["group": "all"])
    while let wake = turns.last.nextWake, wake <= turns.now { try turns.take() }
    #expect(try counts(turns) == Array(repeating: 0, count: 7))
    for n in 0..<7 { try turns.send("lost", to: "S-\(n)") }
    #expect(try counts(turns) == Array(repeating: 1, count: 7))
  }

  @Test func aStoppedFamilyKeepsItInWhateverStateItStands() throws {
    let lost = "{target: b, actions: [{assign: {n: \"${1 / context.n}\"}}]}"
    let turns = try Turns(deployed: [Turns.bundle(Self.definition(otherwise: "ignore", lost: lost))])
    try turns.start("S-0")
    try turns.start("S-1")
    try turns.send("lost", to: "S-0", role: "operator")
    #expect(try turns.family("S-0").status == .stopped)
    try turns.hook("tick", ["group": "all"])
    #expect(try turns.reader.inbox(in: .pending, limit: 10).map(\.family) == [try turns.family("S-0").id])
    #expect(try counts(turns) == [0, 1])
  }
}
