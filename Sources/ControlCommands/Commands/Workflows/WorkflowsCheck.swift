import ArgumentParser
import CEL
import DaemonSettings
import Executors
import Statecharts
import WorkflowDefinitions
import WorkflowProofs
import WorkflowScenarios

struct WorkflowsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a folder of workflows and print all findings, without a daemon.",
    discussion: """
      Every finding has a place, a code and a cure; 'magnetiqctl workflows explain CODE' says more about a code.
      Where the folder has scenarios, a short proof follows: a violation is an error at the invariant, the account, the state or the line
      that it is about, and 'workflows prove' shows the way there.

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

  @Option(name: .shortAndLong, help: "table, json, sarif, gcc or github.", transform: format)
  var output = FindingFormat.table

  @Option(help: "A settings file. What it names of the CRM's own fields is all that 'custom' of crm.upsert may name.")
  var config: String?

  @Flag(help: "Take warnings for errors.")
  var strict = false

  func run() throws { try check(.standard) }

  func check(_ console: Console) throws {
    let source = try DefinitionFolder(folder)
    let files = source.files
    var loader = BundleLoader.standard
    loader.checksTemplates = true
    if let config { loader.catalogue = StandardExecutors.catalogue(crmFields: try Self.crmFields(of: config)) }
    var findings: [Finding]
    var summary = ""
    do {
      let loaded = try loader.load(files)
      findings = loaded.warnings
      summary = loaded.bundles.map(Self.summary).joined(separator: "\n")
    } catch {
      findings = error.list
    }
    if !findings.contains(where: { $0.severity == .error }) { findings += violations(files) }
    console.data(output.text(findings, files: files, folder: source.place))
    if output == .table, !summary.isEmpty { console.show(summary) }
    if strict ? !findings.isEmpty : findings.contains(where: { $0.severity == .error }) { throw Exit.findings.error }
  }

  /// Our names for the CRM's own fields; nil if the settings have no CRM.
  private static func crmFields(of path: String) throws -> [String]? {
    let document = SettingsDocument(path: path)
    guard let settings = document.settings, !document.isSpoilt("executors.odoo") else {
      let reasons = document.findings.prefix(3).map { Cell.plain("\($0)") }.joined(separator: "; ")
      throw ValidationError("'\(Cell.plain(path))' cannot be read: \(reasons)")
    }
    return settings.executors.odoo?.fields.map(\.name)
  }

  /// The part of a proof that costs next to nothing. Scenarios that are missing or wrong are the business of
  /// `workflows test`.
  private func violations(_ files: [SourceFile]) -> [Finding] {
    guard let stories = try? DefinitionFolderReader().read("\(folder)/scenarios", [.scenarios]),
      let suite = try? ScenarioSuite(loader: .standard, workflows: files, scenarios: stories)
    else { return [] }
    let bounds = ProofBounds(states: 200, starts: 1)
    let prover = Prover(suite)
    return suite.bundles.indices.flatMap { prover.prove(bundle: $0, bounds: bounds).findings(of: prover) }
  }

  private static func format(_ name: String) throws -> FindingFormat {
    guard let format = FindingFormat(rawValue: name) else {
      throw ValidationError("'\(name)' is none of \(FindingFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return format
  }

  private static func summary(_ bundle: Statecharts.Bundle) -> String {
    let states = bundle.machines.map { $0.states.count - 1 }.reduce(0, +)
    return "\(bundle.root.name): \(count(bundle.machines.count, "machine")), \(count(states, "state")), version "
      + bundle.hash.prefix(12)
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
