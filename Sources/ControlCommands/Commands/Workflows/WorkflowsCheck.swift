import ArgumentParser
import CEL
import Crypto
import Executors
import FoundationEssentials
import Statecharts
import WorkflowDefinitions

struct WorkflowsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a folder of workflows and print all findings, without a daemon.",
    discussion: """
      Every finding has a place, a code and a cure; 'magnetiqctl workflows explain CODE' says more about a code.

      OUTPUT
        table   the findings with their lines, for people
        json    an array of objects
        sarif   SARIF 2.1.0, for GitHub's code scanning and editors
        gcc     a line each: file:line:column: severity: message [code]
        github  annotations of GitHub Actions

      EXIT CODES
        0  no error (with --strict: no finding)
        2  the folder cannot be read
        5  an error (with --strict: a finding)
      """)

  @Argument(help: "The folder.")
  var folder = "workflows"

  @Option(name: .long, help: "table, json, sarif, gcc or github.", transform: format)
  var output = FindingFormat.table

  @Flag(help: "Take warnings for errors.")
  var strict = false

  func run() throws { try check(.standard) }

  func check(_ console: Console) throws {
    let files = try sources()
    let loader = BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { Array(SHA256.hash(data: $0)) })
    var findings: [Finding]
    var summary = ""
    do {
      let loaded = try loader.load(files)
      findings = loaded.warnings
      summary = loaded.bundles.map(Self.summary).joined(separator: "\n")
    } catch {
      findings = error.list
    }
    console.data(output.text(findings, files: files, folder: place))
    if output == .table, !summary.isEmpty { console.show(summary) }
    if strict ? !findings.isEmpty : findings.contains(where: { $0.severity == .error }) { throw Exit.findings.error }
  }

  private static func format(_ name: String) throws -> FindingFormat {
    guard let format = FindingFormat(rawValue: name) else {
      throw ValidationError("'\(name)' is none of \(FindingFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return format
  }

  /// What stands before a file's name, so that a terminal and GitHub find it.
  private var place: String {
    var place = folder
    while place.hasPrefix("./") { place.removeFirst(2) }
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    return place == "." ? "" : place
  }

  private static func summary(_ bundle: Statecharts.Bundle) -> String {
    let states = bundle.machines.map { $0.states.count - 1 }.reduce(0, +)
    return "\(bundle.root.name): \(bundle.machines.count) machines, \(states) states, bundle \(bundle.hash.prefix(12))"
  }

  private func sources() throws -> [SourceFile] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    } catch {
      throw ValidationError("'\(folder)' cannot be read: name a folder with workflow files")
    }
    return try names.map { name in
      SourceFile(path: name, source: Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
    }
  }
}
