internal import CEL

/// Collects findings while a bundle is read. A class, so that every reader adds to the same list.
final class Report {
  private(set) var findings: [Finding] = []

  func error(_ code: String, at node: Node, _ message: String, cure: String = "") {
    findings.append(
      Finding(code: code, file: node.file, line: node.line, column: node.column, message: message, cure: cure))
  }

  func warning(_ code: String, at node: Node, _ message: String, cure: String = "") {
    findings.append(
      Finding(.warning, code: code, file: node.file, line: node.line, column: node.column, message: message, cure: cure)
    )
  }

  func add(_ list: [Finding]) { findings += list }

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

  /// Every key of a mapping must be known, and what is written behind it of a kind that can be read at all.
  func checkKeys(_ node: Node, _ table: KeyTable) {
    guard let entries = node.entries else {
      error("wrong-kind", at: node, "\(table.phrase) is \(node.kind), not a mapping")
      return
    }
    for entry in entries {
      guard let key = entry.key.text else { continue }
      guard let kinds = table.kinds(of: key) else {
        unknown(key, at: entry.key, table)
        continue
      }
      if kinds.isDisjoint(with: entry.value.kinds) {
        error("wrong-kind", at: entry.value, "'\(key)' of \(table.phrase) is \(kinds.phrase), not \(entry.value.kind)")
      }
    }
  }

  private func unknown(_ key: String, at node: Node, _ table: KeyTable) {
    let elsewhere = [Keys.root, Keys.member].first { $0.place != table.place && $0.keys.contains(key) }
    if let elsewhere, table.place == Keys.root.place || table.place == Keys.member.place {
      error(
        "unknown-key", at: node, "'\(key)' is not a key of \(table.phrase)", cure: "only \(elsewhere.phrase) has it")
      return
    }
    let known = table.keys
    let cure =
      nearest(to: key, in: known).map { "did you mean '\($0)'?" } ?? "known keys: \(known.joined(separator: ", "))"
    error("unknown-key", at: node, "'\(key)' is not a key of \(table.phrase)", cure: cure)
  }
}
