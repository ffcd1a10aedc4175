import ArgumentParser
import FoundationEssentials
import Statecharts
import WorkflowProofs
import WorkflowScenarios

struct WorkflowsProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Explore what may happen to a family, and look for broken invariants and lost money.",
    discussion: """
      Takes beginnings and representative data from the scenarios and tries every order of events, timers, and outcomes of steps, up to
      the bounds. Looks for invariants that do not hold, transitions that fail, states that wait for nothing, money that does not arrive,
      and keys of money steps that are used again. Each violation is shown with the shortest way that was found; with --write it is
      written as a scenario, which 'workflows test' replays. Exit code 1 if there is a violation.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .long, help: "The most states for each beginning.")
  var states = 20_000

  @Option(name: .long, help: "The most moves on a way.")
  var depth = 200

  @Option(name: .long, help: "The most beginnings, of those that scenarios give.")
  var starts = 2

  @Option(name: .long, help: "Only the root workflow of this name.")
  var workflow: String?

  @Option(name: .long, help: "A folder into which each violation is written as a scenario.")
  var write: String?

  @Flag(name: .long, help: "Plant every fault about money that 'workflows mutate' knows, and tell what finds it.")
  var mutants = false

  @Option(name: .long, help: "With --mutants: plant only this many, chosen by --seed.")
  var sample: Int?

  @Option(name: .long, help: "The seed of --sample.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: "table or json.")
  var output = ConnectionOptions.Output.table

  func validate() throws {
    guard (1...10_000_000).contains(states) else { throw ValidationError("--states is a number from 1 to 10,000,000") }
    guard (1...10_000).contains(depth) else { throw ValidationError("--depth is a number from 1 to 10,000") }
    if let sample {
      guard mutants, sample > 0 else {
        throw ValidationError("--sample is a number above 0, and stands beside --mutants")
      }
    }
    guard (1...1_000).contains(starts) else { throw ValidationError("--starts is a number from 1 to 1,000") }
  }

  func run() throws {
    let (suite, _, _) = try options.suite(output)
    let bounds = ProofBounds(states: states, depth: depth, starts: starts, threads: options.threads)
    let roots = suite.bundles.map(\.root.name)
    if let workflow, !roots.contains(workflow) {
      throw ValidationError(
        "there is no root workflow '\(Cell.plain(workflow))'; there are \(roots.joined(separator: ", "))")
    }
    let prover = Prover(suite)
    let chosen = suite.bundles.indices.filter { workflow == nil || roots[$0] == workflow }
    let reports = chosen.map { prover.prove(bundle: $0, bounds: bounds) }
    switch output {
    case .table:
      for report in reports { print(report.text) }
      print("Abstracted:")
      for sentence in ProofReport.abstractions { print("  \(sentence)") }
    case .json: print("[\(reports.map(\.json).joined(separator: ","))]")
    }
    if let write { try self.write(reports, to: write) }
    if mutants { return try plant(suite, reports, bounds) }
    if reports.contains(where: { !$0.counterExamples.isEmpty }) { throw Exit.refused.error }
  }

  /// Prints what finds each planted fault; exit code 1 if nothing finds one of them.
  private func plant(_ suite: ScenarioSuite, _ reports: [ProofReport], _ bounds: ProofBounds) throws {
    let results = suite.run(threads: options.threads)
    guard results.allSatisfy(\.isPassed) else { throw Exit.refused.error }
    var planted = MutationRun(suite).mutants.filter { Prover.moneyKinds.contains($0.kind) }
    if let sample { planted = MutationRun.sample(planted, sample, seed: seed) }
    let known = Set(reports.flatMap(\.counterExamples).map(\.violation.name))
    let found = Prover(suite).find(planted, after: results, known: known, bounds: bounds)
    for fault in found {
      let place = "\(fault.mutant.file):\(fault.mutant.line): \(fault.mutant.kind.rawValue): \(fault.mutant.change)"
      switch fault.finder {
      case .proof(let violation): print("proof     \(place): \(violation)")
      case .scenario(let name): print("scenario  \(place): \(name)")
      case .nobody: print("NOBODY    \(place)")
      }
    }
    let byProof = found.count { if case .proof = $0.finder { true } else { false } }
    let byNobody = found.count { $0.finder == .nobody }
    print(
      "\(found.count) faults: \(byProof) by proof, \(found.count - byProof - byNobody) by scenario, \(byNobody) by nobody"
    )
    if byNobody > 0 { throw Exit.refused.error }
  }

  private func write(_ reports: [ProofReport], to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for report in reports {
        for (index, example) in report.counterExamples.enumerated() {
          let path = "\(folder)/\(report.workflow)-\(index + 1).yaml"
          try Data(example.scenario.utf8).write(to: URL(filePath: path), options: .atomic)
          Console.standard.talk("written: \(path)")
        }
      }
    } catch {
      throw ValidationError("'\(Cell.plain(folder))' cannot be written: \(error)")
    }
  }
}
