internal import CEL
internal import Execution
package import YAMLTree

/// Collects findings while a bundle is read. A class, so that every reader adds to the same list.
package final class Report {
  package private(set) var findings: [Finding] = []
  /// So many of each severity are told: whoever has more mends those first.
  static let most = 200
  private var counts: [Finding.Severity: Int] = [:]
  /// By file; without one a finding marks a single character.
  var sources: [String: SourceText] = [:]
  /// Files that could not be read at all, and files that lack something which they include: what is not known of them is no finding.
  var unread: Set<String> = []
  var incomplete: Set<String> = []
  /// Every expression of the bundle that is being read, for what only a finished machine can tell about it.
  private(set) var uses: [ExpressionUse] = []
  /// The folder's templates by step; empty where templates are not checked.
  var templates: [String: StepTemplates.Offer] = [:]
  /// The machine that is being read.
  var machine = 0

  private var last: (file: String, start: Place, count: Int, places: ScalarPlaces)?

  package init() {}

  /// Begins another bundle. Its checks look at its own expressions only: the machines that another root's expressions name
  /// by their position are other machines.
  func beginBundle() {
    uses = []
    machine = 0
  }

  /// Every finding says what to do about it: `cure` has no default.
  package func error(_ code: String, at node: Node, _ message: String, cure: String) {
    if hasRoom(.error) { add(.error, code, node.file, extent(of: node), message, cure) }
  }

  /// - Parameter replacement: the text that `workflows migrate-source` writes instead of the node's.
  func warning(_ code: String, at node: Node, _ message: String, cure: String, replacement: String? = nil) {
    if hasRoom(.warning) { add(.warning, code, node.file, extent(of: node), message, cure, replacement: replacement) }
  }

  /// A name of the language that another has replaced.
  func retired(_ name: String, at node: Node, _ replacement: String) {
    warning(
      "retired-name", at: node, "'\(name)' is called '\(replacement)' now",
      cure: "write '\(replacement)'; 'magnetiqctl workflows migrate-source' does", replacement: replacement)
  }

  package func add(_ list: [Finding]) { findings += list }

  /// The lines of a file that findings will mark.
  package func quotes(_ file: SourceFile) { sources[file.path] = SourceText(file.text) }

  /// Asked before the place is looked for, which takes as long as the text before it.
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

  /// An expression's issues, at their place within the scalar. `shift` is where the expression starts in the scalar, in bytes.
  func expression(_ issues: CELIssues, at node: Node, shift: Int) {
    for issue in issues.issues where hasRoom(.error) {
      add(
        .error, issue.code, node.file, extent(of: issue.offset + shift, issue.length, in: node), issue.message,
        issue.hint ?? Self.cures[issue.code] ?? Self.anyCure)
    }
  }

  /// Cures by code, where the checker of expressions has none of its own.
  private static let cures = [
    "syntax": "complete it; the language: docs/cel.md", "limit": "a named function or a define for a part of it",
    "wrong-type": "see what its declaration says that it is", "bad-literal": "PT15M, P1D; 2027-03-01T09:00:00Z",
    "unknown-name": "declare it under context:, input:, view: or define:",
    "unknown-field": "declare it where the value is declared", "unknown-function": "declare it under functions:",
    "no-overload": "convert one side: string(…), int(…), double(…)",
  ]
  private static let anyCure = "docs/cel.md"

  /// One of a few words was expected.
  package func choice(_ key: String, of words: [String], at node: Node, cure: String? = nil) {
    let text = node.text ?? node.kind
    let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    error(
      "bad-value", at: node, "\(key) is \(list), not '\(text)'",
      cure: NearestName.cure(text, among: words) ?? cure ?? "\(key): \(words[0])")
  }

  /// A name that the language itself gives a meaning.
  func checkFree(_ name: Node) {
    let taken = [
      "now", "entered", "entries", "fired", "event", "step", "family", "ledger", "body", "before", "input", "context",
      "view", "params",
    ]
    guard let text = name.text, taken.contains(text) else { return }
    error("reserved-name", at: name, "'\(text)' means something of its own in expressions", cure: "another name")
  }

  func used(_ program: Program, at node: Node, shift: Int) {
    uses.append(ExpressionUse(program: program, node: node, shift: shift, machine: machine))
  }

  /// A part of an expression, `offset` and `length` in bytes.
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

  /// Where the bytes of a scalar stand. A long text may have many findings: what was worked out for one of them serves the next.
  private func places(of node: Node, _ source: SourceText) -> ScalarPlaces {
    let start = Place(line: node.line, column: node.column)
    let count = node.skipped + (node.text?.utf8.count ?? 0)
    if let last, last.file == node.file, last.start == start, last.count == count { return last.places }
    let places = ScalarPlaces(in: source, from: start, count: count)
    last = (node.file, start, count, places)
    return places
  }

  /// Every key of a mapping must be known, and what is written behind it of a kind that can be read at all.
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

/// An expression with its place and the machine in whose scope it is evaluated.
struct ExpressionUse {
  var program: Program
  var node: Node
  /// Bytes of the scalar before the expression.
  var shift: Int
  var machine: Int
}
