public import WorkflowDefinitions
internal import WorkflowScenarios

extension ProofReport {
  /// The counter-examples as findings, at the invariant, the account, the state, the step or the line that they are about.
  ///
  /// - Parameter prover: the one that made the report.
  public func findings(of prover: Prover) -> [Finding] {
    let places = DefinitionPlaces(prover.suite)
    return counterExamples.map { example in
      let violation = example.violation
      let place = Self.place(of: violation, places) ?? places.workflow(workflow)
      return Finding(
        code: "proof-violation", file: place?.file ?? ".", line: place?.line ?? 1, column: place?.column ?? 1,
        message:
          "\(violation.kind.rawValue): \(violation.message), after \(example.moves) move\(example.moves == 1 ? "" : "s")"
          + (example.isShortest ? " and no fewer" : ""),
        cure: "'magnetiqctl workflows prove --write DIR' writes the way there as a scenario")
    }
  }

  private static func place(of violation: Violation, _ places: DefinitionPlaces) -> DefinitionPlaces.Place? {
    switch violation.kind {
    case .invariant: return places.invariant(in: violation.name)
    case .moneyHeld: return places.account(violation.name)
    case .keyReused: return places.step(violation.name)
    case .stranded:
      let machine = violation.name.prefix { $0 != ":" }
      return places.state(of: String(machine), in: String(violation.name.dropFirst(machine.count)))
    case .stops:
      // The name ends with the machine and its line: `overdraft in payment:12`.
      guard let last = violation.name.split(separator: " ").last else { return nil }
      let parts = last.split(separator: ":")
      return parts.count == 2 ? places.line(Int(parts[1]) ?? 1, of: String(parts[0])) : nil
    }
  }
}
