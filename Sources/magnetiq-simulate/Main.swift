internal import ArgumentParser
internal import EngineSimulation

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

  @Option(help: "Looks for the first seed that finds this deliberate fault of the engine.")
  var fault: [String] = []

  @Flag(help: "Looks for a seed for each deliberate fault.")
  var faults = false

  @Option(help: "The number of seeds that run at once, each on a core.")
  var jobs = 1

  @Flag(help: "Prints the pairs of state and event, with the number of times and of faults.")
  var coverage = false

  func run() async throws {
    let planted = try fault.map { name in
      guard let fault = PlantedFault(rawValue: name) else {
        throw ValidationError("'\(name)' is no fault; there are \(PlantedFault.allCases.map(\.rawValue))")
      }
      return fault
    }
    if let seed { return try show(seed, planted.first) }
    if faults || !planted.isEmpty { return try await search(planted.isEmpty ? PlantedFault.allCases : planted) }
    let sweep = await sweep(nil)
    if coverage { for line in sweep.totals.coverage.table { Output.say(line) } }
    Output.say("\(sweep.totals.seeds) seeds from \(from): \(sweep.totals.summary)")
    if !sweep.found.isEmpty {
      try report(sweep.found)
      throw ExitCode(1)
    }
  }

  private func sweep(_ fault: PlantedFault?) async -> Progress.State {
    let progress = Progress(from..<from + UInt64(seeds), fault: fault)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, jobs) { group.addTask { progress.work() } }
    }
    return progress.result
  }

  private func search(_ faults: [PlantedFault]) async throws {
    var missed: [PlantedFault] = []
    for fault in faults {
      let sweep = await sweep(fault)
      let place = sweep.found.first.map { "seed \($0)" } ?? "NOT FOUND in \(sweep.totals.seeds) seeds"
      Output.say("\(fault.rawValue): \(place)")
      if sweep.found.isEmpty { missed.append(fault) }
    }
    Output.say("\(faults.count - missed.count) of \(faults.count) deliberate faults are found; \(Output.memory)")
    if !missed.isEmpty { throw ExitCode(1) }
  }

  /// Prints the shortest runs that still find something.
  private func report(_ seeds: [UInt64]) throws {
    Output.say("\(seeds.count) seeds found something: \(seeds.prefix(40))")
    for seed in seeds.prefix(5) {
      let run = try Shrinking().shrink(SimulationPlan(seed: seed))
      guard !run.findings.isEmpty else {
        Output.say("\nseed \(seed): a comparison found it, or what operators decided; --seed \(seed) shows it")
        continue
      }
      Output.say("\nseed \(seed), \(run.plan.size) moves left:")
      for line in run.trace.suffix(120) { Output.say("  \(line)") }
    }
  }

  private func show(_ seed: UInt64, _ fault: PlantedFault?) throws {
    let verdict = try SeedVerdict(seed: seed, fault: fault, tracesTransitions: true)
    for line in verdict.trace { Output.say(line) }
    for finding in verdict.findings { Output.say("FOUND: \(finding)") }
    if !verdict.findings.isEmpty { throw ExitCode(1) }
  }
}
