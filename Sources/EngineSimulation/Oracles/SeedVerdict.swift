/// Everything that one seed finds: its run, and from time to time the two comparisons of runs with each other.
public struct SeedVerdict {
  /// The seed's run.
  public let run: SimulationRun
  /// The promises that did not hold.
  public let findings: [String]

  /// Runs a seed.
  ///
  /// - Parameters:
  ///   - fault: a deliberate fault of the engine.
  ///   - tracesTransitions: has the run's trace tell each transition, too.
  public init(seed: UInt64, fault: PlantedFault? = nil, tracesTransitions: Bool = false) throws {
    run = try SimulationRun(SimulationPlan(seed: seed), fault: fault, tracesTransitions: tracesTransitions)
    run.run()
    var found = run.findings
    // Each comparison takes two more runs, so that every tenth seed has one.
    switch seed % 20 {
    case 4: found += try EventOrder(seed: seed, fault: fault).findings().map { "order of events: \($0)" }
    case 14: found += try FamilyIsolation(seed: seed, fault: fault).findings().map { "isolation: \($0)" }
    default: break
    }
    findings = found
  }
}
