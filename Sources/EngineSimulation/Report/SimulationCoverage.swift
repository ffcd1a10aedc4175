internal import WorkflowEngine

/// The states, events and faults that met in the runs so far, and how often.
public struct SimulationCoverage: Sendable {
  /// A state of a machine and an event that it took there.
  public struct Pair: Hashable, Sendable {
    /// The machine and the atomic states that were left, as `machine/state`.
    public let state: String
    /// The event, a timer or a step's result.
    public let event: String
  }

  /// The pairs of state and event with the number of times that they met, under whatever fault.
  public private(set) var pairs: [Pair: Int] = [:]
  /// The number of times for each fault and pair.
  public private(set) var faults: [String: [Pair: Int]] = [:]

  /// The forms of the language that the drawn definitions use, with the number of runs that stepped each.
  public private(set) var forms: [String: Int] = [:]

  /// Covers nothing yet.
  public init() {}

  /// Notes the forms that definitions use, and those of them that a run stepped.
  mutating func add(forms drawn: Set<String>, stepped: Set<String>) {
    for form in drawn { forms[form, default: 0] += stepped.contains(form) ? 1 : 0 }
  }

  mutating func add(_ journal: [JournalRecord], faults: Set<String>) {
    for record in journal where record.kind == .transition {
      let pair = Pair(
        state: "\(record.workflow)/\(record.from)", event: JournalRecord.readable(record.event))
      pairs[pair, default: 0] += 1
      for fault in faults { self.faults[fault, default: [:]][pair, default: 0] += 1 }
    }
  }

  /// Adds what another run covered.
  public mutating func add(_ other: SimulationCoverage) {
    pairs.merge(other.pairs, uniquingKeysWith: +)
    forms.merge(other.forms, uniquingKeysWith: +)
    for (fault, pairs) in other.faults { faults[fault, default: [:]].merge(pairs, uniquingKeysWith: +) }
  }

  /// One line for people.
  public var summary: String {
    let never = forms.filter { $0.value == 0 }.keys.sorted()
    let unstepped = never.isEmpty ? "" : ", never \(never.joined(separator: "; "))"
    let triples = faults.values.reduce(0) { $0 + $1.count }
    return
      "\(pairs.count) pairs of state and event, \(triples) of \(pairs.count * faults.count) with each of \(faults.count) faults; "
      + "\(forms.count - never.count) of \(forms.count) drawn forms of the language stepped\(unstepped)"
  }

  /// A line for each fault with its number of pairs and of meetings, and then one for each pair, the rarest first.
  public var table: [String] {
    let byFault = faults.sorted { $0.key < $1.key }.map { fault, pairs in
      "\(fault): \(pairs.count) pairs, \(pairs.values.reduce(0, +)) times"
    }
    let sorted = pairs.sorted { ($0.value, $0.key.state, $0.key.event) < ($1.value, $1.key.state, $1.key.event) }
    let byForm = forms.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "\($0.value) runs\tform\t\($0.key)" }
    return byFault + byForm
      + sorted.map { pair, count in
        let met = faults.count { $0.value[pair] != nil }
        return "\(count)\t\(met) faults\t\(pair.state)\t\(pair.event)"
      }
  }
}
