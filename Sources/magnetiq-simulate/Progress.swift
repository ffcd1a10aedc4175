internal import EngineSimulation
internal import Synchronization

/// The seeds that are still to be run, and what was found; shared by the threads. It keeps sums only, so that its memory
/// does not grow with the number of seeds.
final class Progress: Sendable {
  struct State {
    var next: UInt64
    var totals = Totals()
    /// The first seeds that found something, in order.
    var found: [UInt64] = []
  }

  /// The most seeds that are remembered; more that find something are printed only.
  private static let remembered = 1_000

  private let state: Mutex<State>
  private let end: UInt64
  private let fault: PlantedFault?

  /// - Parameter fault: a deliberate fault; the seeds end with the first one that finds it.
  init(_ seeds: Range<UInt64>, fault: PlantedFault?) {
    state = Mutex(State(next: seeds.lowerBound))
    end = seeds.upperBound
    self.fault = fault
  }

  var result: State {
    state.withLock { state in
      state.found.sort()
      return state
    }
  }

  /// Runs seeds until none is left. What one finds is printed at once.
  func work() {
    while let seed = take() {
      do {
        try run(seed)
      } catch {
        note(seed, ["the seed cannot be run: \(error)"], Totals())
      }
    }
  }

  private func run(_ seed: UInt64) throws {
    let verdict = try SeedVerdict(seed: seed, fault: fault)
    var findings = verdict.findings
    // A seed that finds something without the deliberate fault says nothing about that fault.
    if fault != nil, !findings.isEmpty, try !SeedVerdict(seed: seed).findings.isEmpty { findings = [] }
    note(seed, findings, Totals(verdict.run))
  }

  private func note(_ seed: UInt64, _ findings: [String], _ totals: Totals) {
    let summary: String? = state.withLock { state in
      state.totals.add(totals)
      if !findings.isEmpty, state.found.count < Self.remembered { state.found.append(seed) }
      return fault == nil && state.totals.seeds % 1_000 == 0
        ? "\(state.totals.seeds) seeds: \(state.totals.summary)" : nil
    }
    for finding in findings.prefix(3) { Output.say("seed \(seed): \(finding)") }
    if let summary { Output.say(summary) }
  }

  private func take() -> UInt64? {
    state.withLock { state in
      guard state.next < end, fault == nil || state.found.isEmpty else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}

/// The sums over many runs.
struct Totals: Sendable {
  private(set) var seeds = 0
  private var turns = 0
  private var deaths = 0
  private var left = 0
  private(set) var coverage = SimulationCoverage()

  init() {}

  init(_ run: SimulationRun) {
    seeds = 1
    turns = run.turns
    deaths = run.deaths
    left = run.isLeft ? 1 : 0
    coverage.add(run.coverage)
  }

  mutating func add(_ other: Totals) {
    seeds += other.seeds
    turns += other.turns
    deaths += other.deaths
    left += other.left
    coverage.add(other.coverage)
  }

  var summary: String {
    "\(turns) turns, \(deaths) deaths, \(left) runs not judged; \(coverage.summary); \(Output.memory)"
  }
}
