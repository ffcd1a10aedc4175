public import WorkflowScenarios

/// The means by which a planted fault is found.
public struct MutantProof: Sendable {
  /// A means that may find a planted fault.
  public enum Finder: Sendable, Hashable {
    /// The violation with that message.
    case proof(String)
    /// The scenario of that name.
    case scenario(String)
    /// Neither of them.
    case nobody
  }

  /// The fault.
  public var mutant: Mutant
  /// The means that finds the fault.
  public var finder: Finder
}

extension Prover {
  /// The kinds of change that decide who gets how much, and whether.
  public static let moneyKinds: Set<Mutant.Kind> = [.postingDropped, .postingChanged, .preconditionDropped]

  /// Looks for planted faults, by proof first and then by the scenarios that get there. What the checker refuses is left
  /// out.
  ///
  /// - Parameters:
  ///   - results: of the scenarios on the definitions as they are; all have passed.
  ///   - known: names of violations that the definitions have without any change.
  public func find(
    _ mutants: [Mutant], after results: [ScenarioResult], known: Set<String>, bounds: ProofBounds
  ) -> [MutantProof] {
    var single = bounds
    single.threads = 1
    let inner = single
    return parallel(mutants, threads: bounds.threads) { mutant -> MutantProof? in
      guard let changed = MutationRun(suite).bundles(with: mutant) else { return nil }
      for index in changed.indices {
        let found = prove(bundle: index, as: changed[index], bounds: inner).counterExamples
        if let first = found.first(where: { !known.contains($0.violation.name) }) {
          return MutantProof(mutant: mutant, finder: .proof(first.violation.message))
        }
      }
      guard case .killed(let name)? = MutationRun(suite).run([mutant], after: results, threads: 1).first?.fate else {
        return MutantProof(mutant: mutant, finder: .nobody)
      }
      return MutantProof(mutant: mutant, finder: .scenario(name))
    }.compactMap(\.self)
  }
}
