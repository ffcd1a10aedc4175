/// Everything that one seed finds: its run, and from time to time a run of operators, or of two runs compared with each other.
public struct SeedVerdict {
  /// The seed's run.
  public let run: SimulationRun
  /// The run's trace, and that of the operators' run if that found something.
  public let trace: [String]
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
    var trace = run.trace
    // Each comparison takes one or two more runs, so that few seeds have one.
    switch seed % 20 {
    case 4: found += try EventOrder(seed: seed, fault: fault).findings().map { "order of events: \($0)" }
    case 9:
      let decided = try OperatorDecisions(seed: seed, fault: fault).run(tracesTransitions: tracesTransitions)
      found += decided.findings.map { "decisions: \($0)" }
      if !decided.findings.isEmpty { trace += ["", "what operators decided:"] + decided.trace }
    case 14: found += try FamilyIsolation(seed: seed, fault: fault).findings().map { "isolation: \($0)" }
    default: break
    }
    findings = found
    self.trace = trace
  }
}
