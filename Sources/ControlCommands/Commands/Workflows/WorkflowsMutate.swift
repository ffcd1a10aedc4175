import ArgumentParser
import WorkflowScenarios

struct WorkflowsMutate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate", abstract: "Change workflows in small ways and see whether a scenario notices.",
    discussion: """
      Drops guards, actions, postings, timers and transitions, negates guards, swaps targets and accounts, moves timers, changes verdicts.
      Each mutant is run on the scenarios that get to its place until one fails. Prints who survived. Exit code 1 if fewer than --least
      per cent are noticed, or if a scenario fails without any change.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .long, help: "Only mutants of this file.")
  var file: String?

  @Option(name: .long, help: "Only so many mutants, drawn by the seed.")
  var sample: Int?

  @Option(name: .long, help: "Draws the sample.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "The least score, in per cent.")
  var least = 0

  @Option(name: .shortAndLong, help: "table or json.")
  var output = ConnectionOptions.Output.table

  func validate() throws {
    guard (sample ?? 1) > 0 else { throw ValidationError("--sample is a number from 1") }
    guard (0...100).contains(least) else { throw ValidationError("--least is a number from 0 to 100") }
  }

  func run() throws {
    let (suite, _, stories) = try options.suite(output)
    let results = suite.run(threads: options.threads)
    guard results.allSatisfy(\.isPassed) else {
      for result in results where !result.isPassed { print(result.placed(in: stories).text) }
      throw Exit.refused.error
    }
    let all = MutationRun(suite).mutants
    var mutants = all.filter { file == nil || $0.file == file }
    if let file, mutants.isEmpty {
      let files = Set(all.map(\.file)).sorted().joined(separator: ", ")
      throw ValidationError("--file \(Cell.plain(file)) has no mutants; there are some of \(files)")
    }
    if let sample { mutants = MutationRun.sample(mutants, sample, seed: seed) }
    let total = mutants.count
    let step = max(1, total / 20)
    let reported = MutationRun(suite).run(mutants, after: results, threads: options.threads) { _, number in
      if number % step == 0 { Console.standard.talk("\(number) of \(total)") }
    }
    let report = MutationReport(reported)
    print(output == .json ? report.json : report.text)
    if report.percent < least { throw Exit.refused.error }
  }
}
