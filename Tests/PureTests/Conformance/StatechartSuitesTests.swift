import Foundation
import SCXMLTesting
import Testing
import WorkflowTesting

/// The statechart suites written by others, read in place, on virtual time. The counts can only rise.
@Suite struct StatechartSuitesTests {
  @Test func theImplementationReportTestsPass() throws {
    try run("scxml", atLeast: 126) { ReportSuite(folder: $0).run() }
  }

  @Test func theStepwiseChartsPass() throws {
    let results = try run("scion", atLeast: 89) { StepwiseSuite(folder: $0).run() }
    let other = results.filter(\.byOtherReading).map(\.name)
    if !other.isEmpty { print("scion: by the second script: \(other.joined(separator: ", "))") }
    // Both expect, by one of their scripts, that a transition between regions keeps the parallel state: decision 11.
    #expect(Set(other).isSubset(of: ["more-parallel/test10", "more-parallel/test10b"]))
  }

  /// Prints `SUITE: N of M`. Only the folder that belongs to the project has to reach the recorded count; another one has cases of its own.
  @discardableResult
  private func run(
    _ suite: String, atLeast expected: Int, _ body: (String) -> [SuiteResult]
  ) throws -> [SuiteResult] {
    let environment = ProcessInfo.processInfo.environment
    let root =
      environment["CONFORMANCE_DIR"]
      ?? ShippedWorkflows.root.appendingPathComponent("../shared/conformance").standardizedFileURL.path
    let results = body("\(root)/\(suite)")
    if results.isEmpty {
      print("\(suite): skipped, there is no \(root)/\(suite)")
      #expect(environment["CI"] == nil, "the suite is missing: \(root)/\(suite)")
      return results
    }
    let failures = results.filter { $0.failure != nil }
    print("\(suite): \(results.count - failures.count) of \(results.count)")
    if environment["SCXML_FAILURES"] != nil {
      for result in failures { print("  \(result.name): \(result.failure ?? "")") }
    }
    if environment["CONFORMANCE_DIR"] == nil { #expect(results.count - failures.count >= expected) }
    return results
  }
}
