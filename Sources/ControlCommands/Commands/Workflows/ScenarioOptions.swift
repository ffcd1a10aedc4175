import ArgumentParser
import WorkflowDefinitions
import WorkflowScenarios

/// The folders of workflows and scenarios.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "The workflows' folder.")
  var folder = "workflows"

  @Option(name: .long, help: "The scenarios' folder; 'scenarios' in the workflows' folder when not given.")
  var scenarios: String?

  @Option(name: .long, help: "How many run at once.")
  var threads = 2

  func validate() throws {
    guard (1...64).contains(threads) else { throw ValidationError("--threads is a number from 1 to 64") }
  }

  /// Reads and checks both folders. Findings are shown as by `check` and end the command with exit code 5.
  ///
  /// - Returns: the suite, and the prefixes of the workflows' and the scenarios' files.
  func suite(
    _ output: ConnectionOptions.Output, _ console: Console = .standard
  ) throws -> (suite: ScenarioSuite, workflows: String, stories: String) {
    let loader = BundleLoader.standard
    let workflows = try DefinitionFolder(folder)
    let stories = try DefinitionFolder(scenarios ?? "\(folder)/scenarios", of: "scenario")
    do {
      let suite = try ScenarioSuite(loader: loader, workflows: workflows.files, scenarios: stories.files)
      return (suite, workflows.place, stories.place)
    } catch {
      let isOfWorkflows = (try? loader.load(workflows.files)) == nil
      let place = isOfWorkflows ? workflows : stories
      let format: FindingFormat = output == .json ? .json : .table
      console.data(format.text(error.list, files: place.files, folder: place.place))
      throw Exit.findings.error
    }
  }
}
