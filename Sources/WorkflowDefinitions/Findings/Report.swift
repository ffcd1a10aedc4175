internal import CEL
internal import Execution
package import YAMLTree

/// Collects findings while a bundle is read. It is a class so that all readers add to the same list.
package final class Report {
  /// The findings so far, in the order in which they were found.
  package private(set) var findings: [Finding] = []
  /// The most findings of each severity that are reported; a folder with more is mended in rounds.
  static let most = 200
  private var counts: [Finding.Severity: Int] = [:]
  /// The texts of the files, by path. Without its file's text a finding marks a single character.
  var sources: [String: SourceText] = [:]
  /// Files that could not be read, and files that include such a file. Names that they may have declared are not
  /// reported as unknown.
  var unread: Set<String> = []
  var incomplete: Set<String> = []
  /// Every expression of the bundle that is being read, for the checks that need the finished machines.
  private(set) var uses: [ExpressionUse] = []
  /// The folder's templates by step; empty where templates are not checked.
  var templates: [String: StepTemplates.Offer] = [:]
  /// The machines that stand for a workflow which runs once for each element of a list, with the workflow's name.
  var copies: [String: String] = [:]
  /// The machine that is being read.
  var machine = 0

  private var last: (file: String, start: Place, count: Int, places: ScalarPlaces)?

  /// Creates an empty report.
  package init() {}

  /// Begins another bundle. Checks of a bundle must see its own expressions only, because expressions name machines by
  /// their position within one bundle.
  func beginBundle() {
    uses = []
    machine = 0
  }

  /// Adds an error. `cure` has no default, so that every finding says how to mend it.
  package func error(_ code: String, at node: Node, _ message: String, cure: String) {
    if hasRoom(.error) { add(.error, code, node.file, extent(of: node), message, cure) }
  }

  /// Adds a warning.
  ///
  /// - Parameter replacement: the text that `workflows migrate-source` writes in place of the node's.
  func warning(_ code: String, at node: Node, _ message: String, cure: String, replacement: String? = nil) {
    if hasRoom(.warning) { add(.warning, code, node.file, extent(of: node), message, cure, replacement: replacement) }
  }

  /// Warns about a name that another one has replaced.
  func retired(_ name: String, at node: Node, _ replacement: String) {
    warning(
      "retired-name", at: node, "'\(name)' is called '\(replacement)' now",
      cure: "write '\(replacement)'; 'magnetiqctl workflows migrate-source' does", replacement: replacement)
  }

  /// Adds findings that another reader has made.
  package func add(_ list: [Finding]) { findings += list }

  /// Keeps a file's lines, so that findings can mark them.
  package func quotes(_ file: SourceFile) { sources[file.path] = SourceText(file.text) }

  /// Checked before a place is computed, because that reads the whole text before it.
  private func hasRoom(_ severity: Finding.Severity) -> Bool {
    counts[severity, default: 0] += 1
    return counts[severity, default: 0] <= Self.most
  }

  private func add(
    _ severity: Finding.Severity, _ code: String, _ file: String, _ extent: Extent, _ message: String, _ cure: String,
    replacement: String? = nil
  ) {
    findings.append(
      Finding(
        severity, code: code, file: file, line: extent.start.line, column: extent.start.column,
        endLine: extent.end.line, endColumn: extent.end.column, message: message, cure: cure, replacement: replacement))
  }

  private func extent(of node: Node) -> Extent {
    if let source = sources[node.file] { return source.extent(of: node) }
    return Extent(
      start: Place(line: node.line, column: node.column), end: Place(line: node.line, column: node.column + 1))
  }

  /// Adds the issues of an expression, at their places within the scalar. `shift` is the offset of the expression in
  /// the scalar, in bytes.
  func expression(_ issues: CELIssues, at node: Node, shift: Int) {
    for issue in issues.issues where hasRoom(.error) {
      add(
        .error, issue.code, node.file, extent(of: issue.offset + shift, issue.length, in: node), issue.message,
        issue.hint ?? Self.cures[issue.code] ?? Self.anyCure)
    }
  }

  /// Cures by code, for issues to which the CEL checker gives none.
  private static let cures = [
    "syntax": "complete it; the language: docs/cel.md", "limit": "a named function or a define for a part of it",
    "wrong-type": "see its declared type", "bad-literal": "PT15M, P1D; 2027-03-01T09:00:00Z",
    "unknown-name": "declare it under context:, input:, view: or define:",
    "unknown-field": "declare it where the value is declared", "unknown-function": "declare it under functions:",
    "no-overload": "convert one side: string(…), int(…), double(…)",
  ]
  private static let anyCure = "docs/cel.md"

  /// Reports a value that is none of the expected words.
  package func choice(_ key: String, of words: [String], at node: Node, cure: String? = nil) {
    let text = node.text ?? node.kind
    let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    error(
      "bad-value", at: node, "\(key) is \(list), not '\(text)'",
      cure: NearestName.cure(text, among: words) ?? cure ?? "\(key): \(words[0])")
  }

  /// Reports a declared name that the language reserves.
  func checkFree(_ name: Node) {
    let taken = [
      "now", "entered", "entries", "fired", "event", "step", "family", "ledger", "body", "before", "input", "context",
      "view", "params",
    ]
    guard let text = name.text, taken.contains(text) else { return }
    error("reserved-name", at: name, "'\(text)' has another meaning in expressions", cure: "another name")
  }

  func used(_ program: Program, at node: Node, shift: Int) {
    uses.append(ExpressionUse(program: program, node: node, shift: shift, machine: machine))
  }

  /// Adds an error at a part of an expression; `offset` and `length` are in bytes.
  func error(_ code: String, in use: ExpressionUse, offset: Int, length: Int, _ message: String, cure: String) {
    if hasRoom(.error) {
      add(.error, code, use.node.file, extent(of: offset + use.shift, length, in: use.node), message, cure)
    }
  }

  private func extent(of offset: Int, _ length: Int, in node: Node) -> Extent {
    guard let source = sources[node.file] else { return extent(of: node) }
    let places = places(of: node, source)
    let start = places[node.skipped + offset]
    var end = length > 1 ? places[node.skipped + offset + length - 1] : start
    end.column += 1
    return Extent(start: start, end: max(start, end))
  }

  /// The places of a scalar's bytes, kept because a long text may have many findings.
  private func places(of node: Node, _ source: SourceText) -> ScalarPlaces {
    let start = Place(line: node.line, column: node.column)
    let count = node.skipped + (node.text?.utf8.count ?? 0)
    if let last, last.file == node.file, last.start == start, last.count == count { return last.places }
    let places = ScalarPlaces(in: source, from: start, count: count)
    last = (node.file, start, count, places)
    return places
  }

  /// Reports unknown keys of a mapping, and values of a kind that their key does not allow.
  func checkKeys(_ node: Node, _ table: KeyTable) {
    guard let entries = node.entries else {
      error(
        "wrong-kind", at: node, "\(table.phrase) is \(node.kind), not a mapping",
        cure: "{\(table.keys.first ?? "key"): …}")
      return
    }
    for entry in entries {
      guard let key = entry.key.text else { continue }
      guard let kinds = table.kinds(of: key) else {
        unknown(key, at: entry.key, table)
        continue
      }
      if kinds.isDisjoint(with: entry.value.kinds) {
        error(
          "wrong-kind", at: entry.value, "'\(key)' of \(table.phrase) is \(kinds.phrase), not \(entry.value.kind)",
          cure: "\(key): \(kinds.example(entry.value))")
      }
    }
  }

  func unknown(_ key: String, at node: Node, _ table: KeyTable, meant: String? = nil) {
    let elsewhere = [Keys.root, Keys.member].first { $0.place != table.place && $0.keys.contains(key) }
    if let elsewhere, table.place == Keys.root.place || table.place == Keys.member.place {
      error(
        "unknown-key", at: node, "'\(key)' is not a key of \(table.phrase)", cure: "only \(elsewhere.phrase) has it")
      return
    }
    let known = table.keys
    let cure =
      (meant.map { "did you mean '\($0)'?" } ?? NearestName.cure(key, among: known))
      ?? "known keys: \(known.joined(separator: ", "))"
    error("unknown-key", at: node, "'\(key)' is not a key of \(table.phrase)", cure: cure)
  }
}

/// An expression, its place, and the machine in whose scope it is evaluated.
struct ExpressionUse {
  var program: Program
  var node: Node
  /// Bytes of the scalar before the expression.
  var shift: Int
  var machine: Int
}
