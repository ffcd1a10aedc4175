import Testing
import WorkflowDefinitions
import WorkflowScenarios
import WorkflowTesting

/// The scenarios that come with the booking.
@Suite struct ShippedScenarioTests {
  /// The share that the scenarios reached when this was written. It may rise.
  static let recordedPercent = 100

  @Test func everyShippedScenarioPassesAndTogetherTheyStillTakeMostTransitions() throws {
    let suite = try ShippedWorkflows.scenarios()
    let results = suite.run(threads: 2)
    for result in results where !result.isPassed { Issue.record(Comment(rawValue: result.text)) }
    let coverage = suite.coverage(of: results, bundle: 0)
    #expect(coverage.percent >= Self.recordedPercent, Comment(rawValue: coverage.text))
  }

  @Test func theEdgeCasesOfTheDomainAreAmongThem() throws {
    let names = try ShippedWorkflows.scenarios().names
    let expected = [1, 2, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 20, 28]
    for number in expected where !names.contains(where: { $0.hasPrefix("E\(number),") }) {
      Issue.record("no scenario is about E\(number)")
    }
  }
}
