internal import CEL
internal import WorkflowDefinitions
internal import YAMLTree

/// Findings as the protocol's diagnostics.
struct Diagnostics {
  let workspace: Workspace

  /// Returns the parameters of `textDocument/publishDiagnostics` for a file.
  func parameters(of name: String) -> Value {
    let list = workspace.findings.filter { $0.file == name }.map(diagnostic)
    return ["uri": .string(workspace.address.uri(of: name)), "diagnostics": .list(list)]
  }

  private func diagnostic(_ finding: Finding) -> Value {
    let extent = Extent(
      start: Place(line: finding.line, column: finding.column),
      end: Place(line: finding.endLine, column: finding.endColumn))
    let text = workspace.texts[finding.file] ?? TextLines("")
    let message = finding.cure.isEmpty ? finding.message : "\(finding.message)\nCure: \(finding.cure)"
    return [
      "range": Messages.range(extent, in: text), "severity": .int(finding.severity == .error ? 1 : 2),
      "code": .string(finding.code), "source": "magnetiq", "message": .string(message),
    ]
  }
}
