import Testing
import WorkflowProofs
import WorkflowScenarios

/// Planted faults about money: each is found by proof, or by a scenario, or stands in a list with the reason why it may
/// live.
@Suite struct MoneyMutantTests {
  /// Mutants that change who gets how much, and whether.
  static let kinds = Prover.moneyKinds.union([.guardDropped, .guardNegated])

  /// Those that neither finds, by their change, with the reason.
  static let living = [
    "precondition dropped: !context.frozen":
      "The precondition counts when an attempt is made again, and no invariant sees the time in between.",
    "guard negated: event.data.percent == 0": houseRule, "guard negated: event.data.percent < 100": houseRule,
    "guard dropped: event.data.percent == 100": houseRule, "guard negated: event.data.percent == 100": houseRule,
  ]
  private static let houseRule = "Which refunds are refused is a rule of the house, and no invariant says it."

  @Test func everyPlantedFaultAboutMoneyIsFoundByProofOrByScenarioOrListed() throws {
    let suite = try Deposit.suite()
    let results = suite.run()
    let isSound = results.allSatisfy(\.isPassed)
    #expect(isSound)
    let mutants = MutationRun(suite).mutants.filter { Self.kinds.contains($0.kind) }
    var byProof = 0
    var living: [String] = []
    var refused = 0
    for mutant in mutants {
      guard let changed = MutationRun(suite).bundles(with: mutant)?.first else {
        refused += 1
        continue
      }
      let report = Prover(suite).prove(bundle: 0, as: changed, bounds: ProofBounds(states: 1_500))
      if !report.counterExamples.isEmpty {
        byProof += 1
      } else if case .survived = MutationRun(suite).run([mutant], after: results, threads: 1)[0].fate {
        living.append("\(mutant.line): \(mutant.kind.rawValue): \(mutant.change)")
      }
    }
    #expect(mutants.count - refused >= 20, "\(mutants.count) mutants, \(refused) refused")
    #expect(byProof >= 10, "\(byProof) of \(mutants.count - refused)")
    let unlisted = living.filter { line in !Self.living.keys.contains { line.hasSuffix($0) } }
    #expect(unlisted.isEmpty, Comment(rawValue: "\(byProof) by proof\n" + unlisted.joined(separator: "\n")))
  }
}
