import Testing
import WorkflowProofs
import WorkflowScenarios
import WorkflowTesting

/// Planted faults about money in the workflows that come with the booking: each is found by a scenario, by a proof, or
/// stands in a list with the reason why it may live. `magnetiqctl workflows prove --mutants` prints the table of all.
@Suite struct ShippedMutantTests {
  /// Faults that neither finds, by the ending of their line, with the reason.
  static let living: [String: String] = [:]

  @Test func aSampleOfThePlantedFaultsAboutMoneyIsFoundOrListed() throws {
    let suite = try ShippedWorkflows.scenarios()
    let results = suite.run(threads: 2)
    let isSound = results.allSatisfy(\.isPassed)
    #expect(isSound)
    let run = MutationRun(suite)
    let planted = MutationRun.sample(run.mutants.filter { Prover.moneyKinds.contains($0.kind) }, 32, seed: 13)
    var table: [String] = []
    var living: [String] = []
    var refused = 0
    for result in run.run(planted, after: results, threads: 2) {
      let mutant = result.mutant
      let place = "\(mutant.file): \(mutant.kind.rawValue): \(mutant.change)"
      switch result.fate {
      case .killed(let name): table.append("scenario  \(place): \(name)")
      case .refused: refused += 1
      case .survived:
        let found = Prover(suite).find(
          [mutant], after: results, known: [], bounds: ProofBounds(states: 600, starts: 1))
        if case .proof(let violation)? = found.first?.finder {
          table.append("proof     \(place): \(violation)")
        } else {
          living.append(place)
        }
      }
    }
    let unlisted = living.filter { place in !Self.living.keys.contains { place.hasSuffix($0) } }
    #expect(table.count + living.count >= 20, "\(refused) of \(planted.count) are refused by the checker")
    #expect(unlisted.isEmpty, Comment(rawValue: (unlisted + table).joined(separator: "\n")))
  }
}
