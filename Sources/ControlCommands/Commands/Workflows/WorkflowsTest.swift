import ArgumentParser
import WorkflowScenarios

struct WorkflowsTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run scenarios on the engine in virtual time, without a daemon.",
    discussion: """
      Prints a line for each scenario, for one that failed what differs and what led to it, and the transitions that no scenario takes.
      Exit code 1 if a scenario fails, 5 if a file is wrong. How scenarios are written: docs/testing-workflows.md.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .long, help: "Only scenarios whose name or file contains this text.")
  var filter = ""

  @Option(name: .shortAndLong, help: "table or json.")
  var output = ConnectionOptions.Output.table

  func run() throws {
    let (suite, workflows, stories) = try options.suite(output)
    let results = suite.run(filter: filter, threads: options.threads)
    if results.isEmpty { throw ValidationError("no scenario's name or file contains '\(Cell.plain(filter))'") }
    // A selection of scenarios says nothing about transitions that none takes.
    let coverage = filter.isEmpty ? suite.bundles.indices.map { suite.coverage(of: results, bundle: $0) } : []
    let placed = results.map { $0.placed(in: stories) }
    switch output {
    case .table:
      for result in placed { print(result.text) }
      let failed = results.count { !$0.isPassed }
      print("\(results.count) scenarios, \(failed) failed")
      for report in coverage { print(report.placed(in: workflows).text) }
    case .json:
      print(json(results: placed, coverage: coverage.map { $0.placed(in: workflows) }))
    }
    if results.contains(where: { !$0.isPassed }) { throw Exit.refused.error }
  }
}
