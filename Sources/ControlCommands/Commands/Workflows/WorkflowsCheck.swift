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
    discussion: "Exit code 5 if anything is an error.")

  @Argument(help: "The folder.")
  var folder = "workflows"

  @Option(name: .long, help: "table or json.")
  var output = OutputKind.table

  enum OutputKind: String, ExpressibleByArgument, CaseIterable { case table, json }

  func run() throws {
    let files = try sources()
    let loader = BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { Array(SHA256.hash(data: $0)) })
    var findings: [Finding]
    var summary = ""
    do {
      let loaded = try loader.load(files)
      findings = loaded.warnings
      summary = loaded.bundles.map {
        "\($0.root.name): \($0.machines.count) machines, \($0.machines.map { $0.states.count - 1 }.reduce(0, +)) states, bundle \($0.hash.prefix(12))"
      }.joined(separator: "\n")
    } catch {
      findings = error.list
    }
    switch output {
    case .table:
      for finding in findings { print(finding.description, excerpt(finding, files), separator: "\n") }
      if !summary.isEmpty { print(summary) }
    case .json:
      print(JSON.text(.list(findings.map(\.value))))
    }
    if findings.contains(where: { $0.severity == .error }) { throw Exit.findings.error }
  }

  private func sources() throws -> [SourceFile] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    } catch {
      throw ValidationError("'\(folder)' cannot be read: name a folder with workflow files")
    }
    return try names.map { name in
      SourceFile(path: name, source: Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
    }
  }

  /// The line of a finding with a caret under its place.
  private func excerpt(_ finding: Finding, _ files: [SourceFile]) -> String {
    guard let file = files.first(where: { $0.path == finding.file }) else { return "" }
    let lines = String(decoding: file.source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard finding.line >= 1, finding.line <= lines.count else { return "" }
    let number = String(finding.line)
    let margin = String(repeating: " ", count: number.count)
    let indent = String(repeating: " ", count: max(0, finding.column - 1))
    return "  \(number) | \(lines[finding.line - 1])\n  \(margin) | \(indent)^"
  }
}

extension Finding {
  /// As programs read it.
  var value: Value {
    [
      "severity": .string(severity.rawValue), "code": .string(code), "file": .string(file), "line": .int(Int64(line)),
      "column": .int(Int64(column)), "message": .string(message), "cure": .string(cure),
    ]
  }
}
