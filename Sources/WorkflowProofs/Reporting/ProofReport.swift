internal import CEL

/// The result of a proof.
public struct ProofReport: Sendable {
  /// The root workflow.
  public var workflow: String
  /// The beginnings that were explored.
  public var starts = 0
  /// The beginnings that scenarios give and that were not explored, because of the bound.
  public var omittedStarts = 0
  /// The states that were visited, over all beginnings.
  public var states = 0
  /// The moves that were tried.
  public var transitions = 0
  /// The most moves on a way from the start.
  public var depth = 0
  /// True if every state was visited that the representative data lead to.
  public var isComplete = true
  /// The states that were left out because an assumption does not hold in them.
  public var excluded = 0
  /// Events from outside of which no scenario has a message that yields one.
  public var unheard: [String] = []
  /// The states of the machines that have no states within them.
  public var atomicStates = 0
  /// Those of them that were active nowhere.
  public var unreached: [String] = []
  /// The violations that were found, those with the shortest ways first.
  public var counterExamples: [CounterExample] = []

  /// The abstractions of every proof, each a sentence.
  public static let abstractions = [
    "Data are representative: those of the scenarios, and the values on both sides of the points at which a guard "
      + "changes its result.",
    "Time passes up to the next timer and to the points at which a condition changes; timers that are due at one "
      + "instant fire in the order of their machines.",
    "A step is answered at any time, in each way that its machine tells apart; a lost reply is one that comes late. A "
      + "step that may be refused by its precondition is made again once.",
    "Steps and timers that change nothing but what people are told run at once and are not varied.",
    "Claims are always granted, and the daemon is away once, for three days.",
    "States that differ only in what influences nothing are one. Times count by their order, and by the results of the "
      + "conditions that read the clock.",
  ]

  /// The report for people.
  public var text: String {
    var lines: [String] = []
    for example in counterExamples {
      lines.append("VIOLATED  \(example.violation.kind.rawValue): \(example.violation.message)")
      lines.append(
        example.isShortest
          ? "  after \(example.moves) moves, and no fewer" : "  after \(example.moves) moves, none of them superfluous")
    }
    let extent = isComplete ? "complete" : "not complete"
    lines.append(
      "\(workflow): \(states) states, \(transitions) moves, depth \(depth), \(extent); "
        + "\(counterExamples.count) violations")
    lines.append("  \(atomicStates - unreached.count) of \(atomicStates) states of the machines were active somewhere")
    if !unreached.isEmpty { lines.append("  never active: \(unreached.joined(separator: ", "))") }
    if starts > 1 || omittedStarts > 0 {
      lines.append("  \(starts) beginnings; \(omittedStarts) more that scenarios give were not explored")
    }
    if excluded > 0 { lines.append("  \(excluded) states contradict an assumption and were left out") }
    for event in unheard { lines.append("  not explored: \(event), of which no scenario has a message") }
    return lines.joined(separator: "\n")
  }

  /// The report for programs.
  public var json: String {
    JSON.text([
      "workflow": .string(workflow), "states": .int(Int64(states)), "moves": .int(Int64(transitions)),
      "depth": .int(Int64(depth)), "complete": .bool(isComplete), "starts": .int(Int64(starts)),
      "omitted_starts": .int(Int64(omittedStarts)), "excluded": .int(Int64(excluded)),
      "unreached": .list(unreached.map { .string($0) }), "unheard": .list(unheard.map { .string($0) }),
      "abstractions": .list(Self.abstractions.map { .string($0) }),
      "violations": .list(
        counterExamples.map {
          [
            "kind": .string($0.violation.kind.rawValue), "name": .string($0.violation.name),
            "message": .string($0.violation.message), "moves": .int(Int64($0.moves)),
            "shortest": .bool($0.isShortest), "scenario": .string($0.scenario),
          ]
        }),
    ])
  }
}
