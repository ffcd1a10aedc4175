internal import CEL

/// Collects findings while a bundle is read. A class, so that every reader adds to the same list.
package final class Report {
  package private(set) var findings: [Finding] = []

  package init() {}

  package func error(_ code: String, at node: Node, _ message: String, cure: String = "") {
    findings.append(
      Finding(code: code, file: node.file, line: node.line, column: node.column, message: message, cure: cure))
  }

  package func warning(_ code: String, at node: Node, _ message: String, cure: String = "") {
    findings.append(
      Finding(.warning, code: code, file: node.file, line: node.line, column: node.column, message: message, cure: cure)
    )
  }

  package func add(_ list: [Finding]) { findings += list }

  /// An expression's issues, at their place within the scalar. `shift` is where the expression starts in the scalar, in bytes.
  func expression(_ issues: CELIssues, at node: Node, shift: Int) {
    let isQuoted = if case .scalar(_, let isPlain) = node.content { !isPlain } else { false }
    for issue in issues.issues {
      findings.append(
        Finding(
          code: issue.code, file: node.file, line: node.line,
          column: node.column + (isQuoted ? 1 : 0) + shift + issue.offset,
          message: issue.message, cure: issue.hint ?? ""))
    }
  }

  /// Every key of a mapping must be known.
  package func checkKeys(_ node: Node, _ known: [String], of what: String) {
    guard let entries = node.entries else {
      error("wrong-kind", at: node, "\(what) is \(node.kind), not a mapping")
      return
    }
    for entry in entries {
      guard let key = entry.key.text, !known.contains(key) else { continue }
      let cure =
        nearest(to: key, in: known).map { "did you mean '\($0)'?" } ?? "known keys: \(known.joined(separator: ", "))"
      error("unknown-key", at: entry.key, "'\(key)' is not a key of \(what)", cure: cure)
    }
  }
}
