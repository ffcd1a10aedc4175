internal import WorkflowEngine

/// The states, events and faults that met in the runs so far.
public struct SimulationCoverage: Sendable {
  /// The pairs of state and event, without regard to faults.
  public private(set) var pairs: Set<String> = []
  /// The triples of state, event and fault.
  public private(set) var triples: Set<String> = []
  /// The faults that any event met.
  public private(set) var faults: Set<String> = []

  /// Covers nothing yet.
  public init() {}

  mutating func add(_ journal: [JournalRecord], faults: Set<String>) {
    for record in journal where record.kind == .transition {
      let pair = "\(record.workflow)/\(record.from) × \(JournalRecord.readable(record.event))"
      pairs.insert(pair)
      for fault in faults {
        self.faults.insert(fault)
        triples.insert("\(pair) × \(fault)")
      }
    }
  }

  /// Adds what another run covered.
  public mutating func add(_ other: SimulationCoverage) {
    pairs.formUnion(other.pairs)
    triples.formUnion(other.triples)
    faults.formUnion(other.faults)
  }

  /// One line for people.
  public var summary: String {
    "\(pairs.count) pairs of state and event, \(triples.count) of \(pairs.count * faults.count) with each of \(faults.count) faults"
  }
}
