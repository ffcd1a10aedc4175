import ArgumentParser
import Crypto
import Executors
import FoundationEssentials
import WorkflowDefinitions
import WorkflowScenarios

/// Where workflows and their scenarios lie.
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

  /// Both folders, read and checked. Findings are printed, and end the command with exit code 5.
  func suite() throws -> ScenarioSuite {
    let loader = BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { Array(SHA256.hash(data: $0)) })
    do {
      return try ScenarioSuite(
        loader: loader, workflows: files(folder), scenarios: files(scenarios ?? "\(folder)/scenarios"))
    } catch let findings as Findings {
      for finding in findings.list { print(finding) }
      throw Exit.findings.error
    }
  }

  private func files(_ folder: String) throws -> [SourceFile] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    } catch {
      throw ValidationError("'\(folder)' cannot be read: name a folder with .yaml files")
    }
    return try names.map { name in
      SourceFile(path: name, source: Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
    }
  }
}
