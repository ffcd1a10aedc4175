internal import CEL
public import CivilTime
internal import Encoding
public import Execution
public import Statecharts
package import YAMLTree

/// Reads and checks all definitions of a folder together: one bundle for each root workflow.
public struct BundleLoader: Sendable {
  /// The steps that the configured executors offer; a definition may use no others.
  public var catalogue: [StepDeclaration]
  /// Time zone data for the calendar functions of expressions.
  public var zones: any ZoneSource
  /// The limits of every bundle that is read. A replay must use those under which the history was written.
  public var limits: Bundle.Limits
  /// SHA-256. It is injected because the pure modules may not depend on a cryptography library.
  public var digest: @Sendable ([UInt8]) -> [UInt8]
  /// Whether templates are checked too, and whether each one that a definition names must exist. A folder that is about
  /// to be deployed is checked; a bundle from the store was checked when it was deployed.
  public var checksTemplates = false

  /// Creates a loader; `limits` and `digest` hold for every bundle that it reads.
  public init(
    catalogue: [StepDeclaration], zones: any ZoneSource, limits: Bundle.Limits = Bundle.Limits(),
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.catalogue = catalogue
    self.zones = zones
    self.limits = limits
    self.digest = digest
  }

  /// Compiles every root workflow of a folder. Each bundle carries the hash of its own files and the warnings about
  /// them.
  ///
  /// - Parameter fixed: a hash for all bundles instead; the store keeps files under the hash with which they were
  ///   deployed.
  /// - Throws: `Findings` with everything that is wrong, if anything is an error.
  public func load(_ files: [SourceFile], hash fixed: String? = nil) throws(Findings) -> LoadedDefinitions {
    let report = Report()
    let documents = documents(of: files, report)
    if checksTemplates { TemplateCheck(report: report).read(files, catalogue) }
    var made: [[SourceFile]] = []
    let (bundles, warnings) = try compile(documents, report, isWholeFolder: fixed == nil) { sources in
      let own = files.filter { sources.contains($0.path) }
      made.append(own)
      return fixed ?? hash(of: own)
    }
    return LoadedDefinitions(bundles: bundles, sources: made, warnings: warnings)
  }

  /// Parses the definitions among the files, without any repair.
  package func documents(of files: [SourceFile], _ report: Report) -> [String: Node] {
    var documents: [String: Node] = [:]
    for file in files.sorted(by: { $0.path < $1.path }) where Self.isDefinition(file.path) {
      report.quotes(file)
      do {
        let document = try file.tree()
        guard document.entries != nil else {
          report.error(
            "wrong-kind", at: document, "a workflow file is \(document.kind), not a mapping", cure: "workflow: name")
          report.unread.insert(file.path)
          continue
        }
        documents[file.path] = document
      } catch {
        report.add(error.list)
        report.unread.insert(file.path)
      }
    }
    return documents
  }

  /// Compiles one bundle for each root among the documents, all with the given hash.
  package func compile(
    _ documents: [String: Node], hash: String, _ report: Report
  ) throws(Findings) -> (bundles: [Bundle], warnings: [Finding]) {
    try compile(documents, report, isWholeFolder: true) { _ in hash }
  }

  /// Compiles one bundle for each root among the documents.
  ///
  /// - Parameter isWholeFolder: false for the files of one bundle from the store, which knows nothing of the roots that
  ///   were deployed beside it.
  private func compile(
    _ documents: [String: Node], _ report: Report, isWholeFolder: Bool, hash: (BundleSources) -> String
  ) throws(Findings) -> (bundles: [Bundle], warnings: [Finding]) {
    var documents = documents
    var bundles: [Bundle] = []
    var fragments = FragmentExpansion(documents: documents, report: report)
    for path in documents.keys.sorted() {
      guard let document = documents[path] else { continue }
      documents[path] = KeyRepair(report: report).file(fragments.expand(document))
    }
    documents = ChildrenExpansion.expand(documents, report)
    FolderCheck(documents: documents, report: report, isWhole: isWholeFolder).run()
    let roots = documents.keys.sorted().filter { documents[$0]?["family"]?.items != nil }
    if roots.isEmpty, report.findings.allSatisfy({ $0.severity == .warning }) { noRoot(documents, report) }
    for root in roots {
      let reader = BundleReader(loader: self, documents: documents, report: report)
      if let bundle = reader.read(root: root, hash: hash) { bundles.append(bundle) }
    }
    let findings = sorted(report.findings.filter { !isConsequence($0, report) }.map { named($0, report) })
    if findings.contains(where: { $0.severity == .error }) { throw Findings(findings) }
    return (bundles, findings)
  }

  /// Told at the workflow that is most likely meant as the root: one that says nothing about its family, else the one whose name others give
  /// as their family's.
  private func noRoot(_ documents: [String: Node], _ report: Report) {
    let workflows = documents.keys.sorted().compactMap { documents[$0] }.filter { $0["workflow"] != nil }
    guard let first = workflows.first(where: { $0["family"] == nil }) ?? workflows.first else {
      report.add([
        Finding(
          code: "no-root", file: documents.keys.min() ?? ".", line: 1, column: 1,
          message: documents.isEmpty
            ? "the folder holds no workflow (*.yaml)"
            : "no file of the folder is a workflow: none has 'workflow:'",
          cure: documents.isEmpty
            ? "name the folder that they are in" : "workflow: name, with family: [] if it is alone")
      ])
      return
    }
    let name = first["workflow"]?.text ?? ""
    let others = workflows.filter { $0.file != first.file }.compactMap { $0["workflow"]?.text }
    report.error(
      "no-root", at: first["family"] ?? first["workflow"] ?? first,
      "no definition has 'family:' with a list: there is no root workflow, which requests could start",
      cure: others.isEmpty
        ? "family: [] if '\(name)' is a workflow of its own"
        : "family: [\(others.joined(separator: ", "))] in the root's file, family: \(name) in the others, if '\(name)' is the root"
    )
  }

  static func isDefinition(_ path: String) -> Bool { TreePath.isDefinition(path) }

  /// True if a file that is missing may have declared the name: then the missing file is the finding.
  private func isConsequence(_ finding: Finding, _ report: Report) -> Bool {
    let codes = ["unknown-event", "unknown-name", "unknown-function", "unknown-action", "unknown-field"]
    return report.incomplete.contains(finding.file) && codes.contains(finding.code)
  }

  /// The finding with the name of a workflow in the place of those of its machines, so that it is told once.
  private func named(_ finding: Finding, _ report: Report) -> Finding {
    var result = finding
    for (copy, name) in report.copies {
      result.message = result.message.replacing("'\(copy)'", with: "'\(name)'")
      result.cure = result.cure.replacing("'\(copy)'", with: "'\(name)'")
    }
    return result
  }

  private func sorted(_ findings: [Finding]) -> [Finding] {
    var seen: Set<Finding> = []
    // A named action is read at each of its uses, and more than one reader may reject a value of the wrong kind; the
    // same finding counts once.
    return findings.filter { finding in
      var same = finding
      if finding.code == "wrong-kind" { (same.message, same.cure) = ("", "") }
      return seen.insert(same).inserted
    }.sorted { ($0.file, $0.line, $0.column, $0.code) < ($1.file, $1.line, $1.column, $1.code) }
  }

  /// Hashes paths and sources, each preceded by its length, so that no two folders share a hash.
  package func hash(of files: [SourceFile]) -> String {
    var bytes: [UInt8] = []
    for file in files.sorted(by: { $0.path < $1.path }) {
      for part in [Array(file.path.utf8), file.source] {
        bytes += Array("\(part.count):".utf8)
        bytes += part
      }
    }
    return Hex.encode(digest(bytes))
  }
}
