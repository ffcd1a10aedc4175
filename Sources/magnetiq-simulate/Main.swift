internal import ArgumentParser
internal import EngineSimulation
internal import Synchronization

/// Simulates the engine: the production code in virtual time, with everything around it as bad as a seed says.
@main
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "magnetiq-simulate",
    abstract: "Simulates the engine under faults, and holds each run against what is promised.")

  @Option(help: "The number of seeds.")
  var seeds = 200

  @Option(help: "The first seed.")
  var from: UInt64 = 0

  @Option(help: "Runs this seed alone, and prints its trace.")
  var seed: UInt64?

  @Option(help: "A deliberate fault of the engine, which some seed should find.")
  var fault: String?

  @Flag(help: "Looks for a seed for each deliberate fault.")
  var faults = false

  func run() async throws {
    let planted = try fault.map { name in
      guard let fault = PlantedFault(rawValue: name) else {
        throw ValidationError("'\(name)' is no fault; there are \(PlantedFault.allCases.map(\.rawValue))")
      }
      return fault
    }
    if let seed { return try show(seed, planted) }
    if faults { return try await search() }
    let found = await sweep(planted)
    print("\(seeds) seeds from \(from): \(found.runs.summary)")
    if !found.findings.isEmpty {
      try report(found.findings, planted)
      throw ExitCode(1)
    }
  }

  private func sweep(_ fault: PlantedFault?, stopsAtFirst: Bool = false) async -> (runs: Totals, findings: [UInt64]) {
    let progress = Progress(from..<from + UInt64(seeds), stopsAtFirst: stopsAtFirst)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2 { group.addTask { progress.work(fault) } }
    }
    return progress.result
  }

  private func search() async throws {
    var missed = 0
    for fault in PlantedFault.allCases {
      let found = await sweep(fault, stopsAtFirst: true).findings.first
      print("\(fault.rawValue): \(found.map { "seed \($0)" } ?? "NOT FOUND")")
      if found == nil { missed += 1 }
    }
    if missed > 0 { throw ExitCode(1) }
  }

  private func report(_ seeds: [UInt64], _ fault: PlantedFault?) throws {
    print("\(seeds.count) seeds found something: \(seeds.prefix(40))")
    for seed in seeds.prefix(5) {
      let run = try Shrinking(fault: fault).shrink(SimulationPlan(seed: seed))
      print("\nseed \(seed), \(run.plan.size) moves left:")
      for line in run.trace.suffix(120) { print("  \(line)") }
    }
  }

  private func show(_ seed: UInt64, _ fault: PlantedFault?) throws {
    let run = try SimulationRun(SimulationPlan(seed: seed), fault: fault)
    run.run()
    for line in run.trace { print(line) }
    if !run.findings.isEmpty { throw ExitCode(1) }
  }
}

/// The sums over many runs.
struct Totals: Sendable {
  private var turns = 0
  private var deaths = 0
  private var coverage = SimulationCoverage()

  init() {}

  init(_ run: SimulationRun) {
    turns = run.turns
    deaths = run.deaths
    coverage.add(run.coverage)
  }

  mutating func add(_ other: Totals) {
    turns += other.turns
    deaths += other.deaths
    coverage.add(other.coverage)
  }

  var summary: String { "\(turns) turns, \(deaths) deaths; \(coverage.summary)" }
}

/// The seeds that are still to be run, and what was found; shared by the threads.
final class Progress: Sendable {
  private struct State {
    var next: UInt64
    var totals = Totals()
    var found: [UInt64] = []
  }

  private let state: Mutex<State>
  private let end: UInt64
  private let stopsAtFirst: Bool

  init(_ seeds: Range<UInt64>, stopsAtFirst: Bool) {
    state = Mutex(State(next: seeds.lowerBound))
    end = seeds.upperBound
    self.stopsAtFirst = stopsAtFirst
  }

  var result: (runs: Totals, findings: [UInt64]) { state.withLock { ($0.totals, $0.found.sorted()) } }

  /// Runs seeds until none is left.
  func work(_ fault: PlantedFault?) {
    while let seed = take() {
      guard let run = try? SimulationRun(SimulationPlan(seed: seed), fault: fault) else { continue }
      run.run()
      // A seed that finds something without the deliberate fault says nothing about that fault.
      let isFound = !run.findings.isEmpty && (fault == nil || isSound(seed))
      let totals = Totals(run)
      state.withLock { state in
        state.totals.add(totals)
        if isFound { state.found.append(seed) }
      }
    }
  }

  private func isSound(_ seed: UInt64) -> Bool {
    guard let run = try? SimulationRun(SimulationPlan(seed: seed)) else { return false }
    run.run()
    return run.findings.isEmpty
  }

  private func take() -> UInt64? {
    state.withLock { state in
      guard state.next < end, !(stopsAtFirst && !state.found.isEmpty) else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}
