import Foundation
import Testing
import WorkflowDefinitions
import WorkflowProofs
import WorkflowScenarios
import WorkflowTesting

/// The steps of `docs/writing-a-workflow.md`: each folder of the page is read as it stands there, has no finding, and does what its
/// scenarios say.
@Suite struct TutorialTests {
  /// The files of a step: each block after a line that names it.
  static func files(of step: Int) throws -> [SourceFile] {
    let page = try String(
      contentsOf: ShippedWorkflows.root.appendingPathComponent("docs/writing-a-workflow.md"), encoding: .utf8)
    return page.matches(of: /\*\*`step-([0-9])\/([a-z\/.]+)`\*\*\n\n```[a-z]+\n((?s:.*?))```/).filter {
      Int($0.1) == step
    }
    .map { SourceFile(path: String($0.2), source: Array($0.3.utf8)) }
  }

  @Test(arguments: 1...5) func everyStepPassesItsCheckAndItsScenarios(step: Int) throws {
    let files = try Self.files(of: step)
    var scenarios = files.filter { $0.path.hasPrefix("scenarios/") }
    for index in scenarios.indices { scenarios[index].path.removeFirst("scenarios/".count) }
    let definitions = files.filter { !$0.path.hasPrefix("scenarios/") }
    var loader = ShippedWorkflows.loader
    loader.checksTemplates = true
    let loaded = try loader.load(definitions)
    #expect(loaded.warnings.map(\.description) == [])
    let suite = try ScenarioSuite(loader: loader, workflows: definitions, scenarios: scenarios)
    // More than `workflows check` tries, so that a reader who runs it meets no finding.
    let report = Prover(suite).prove(bundle: 0, bounds: ProofBounds(states: 2_000, starts: 1))
    for example in report.counterExamples { Issue.record(Comment(rawValue: example.scenario)) }
    let results = suite.run(filter: "", threads: 1)
    #expect(results.count >= [1: 1, 2: 3, 3: 3, 4: 5, 5: 8][step] ?? 1)
    for result in results { #expect(result.isPassed, "\(result.text)") }
  }
}
