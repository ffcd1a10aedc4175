internal import WorkflowDefinitions
internal import YAMLTree

/// Renames a state everywhere: where it is declared, in targets, and in the expressions that ask for it, also those of
/// other machines.
struct Renaming {
  /// The reason why a name is not changed.
  struct Refusal: Error {
    let message: String
  }

  /// New text in place of an extent.
  struct Edit {
    var extent: Extent
    var text: String
  }

  let workspace: Workspace

  /// Returns the state at a place.
  func state(at place: Place, in name: String) -> SymbolUse? {
    guard let found = workspace.index.occurrence(at: place, in: name), found.symbol.kind == .state,
      workspace.index.occurrences.contains(where: { $0.symbol == found.symbol && $0.declaration != nil })
    else { return nil }
    return found
  }

  /// Returns the edits by file. They leave the definitions as sound as they are.
  func edits(at place: Place, in name: String, to new: String) throws(Refusal) -> [String: [Edit]] {
    guard let state = state(at: place, in: name) else { throw Refusal(message: "no state is named here") }
    guard Self.isName(new) else {
      throw Refusal(message: "'\(new)' is no name of a state: letters, digits, _ and -, first a letter or _")
    }
    if new == state.symbol.name { return [:] }
    var taken = state.symbol
    taken.name = new
    if workspace.index.occurrences.contains(where: { $0.symbol == taken && $0.declaration != nil }) {
      throw Refusal(message: "'\(state.symbol.workflow)' has a state '\(new)' already")
    }
    var edits: [String: [Edit]] = [:]
    for occurrence in workspace.index.occurrences where occurrence.symbol == state.symbol {
      edits[occurrence.file, default: []].append(Edit(extent: occurrence.extent, text: new))
    }
    try hold(edits)
    return edits
  }

  /// Reads the folder with the edits: a use of the name that was not seen would be an error there.
  private func hold(_ edits: [String: [Edit]]) throws(Refusal) {
    let before = workspace.findings.filter { $0.severity == .error }
    var texts: [String: String] = [:]
    for (name, list) in edits {
      guard let source = workspace.sources[name], let lines = workspace.texts[name] else { continue }
      texts[name] = Self.applied(list, to: source, lines)
    }
    let after = workspace.findings(after: texts).filter { $0.severity == .error }
    guard after.count > before.count else { return }
    let new = after.first { finding in !before.contains { $0.code == finding.code && $0.file == finding.file } }
    throw Refusal(
      message: "the definitions would not be sound any more: \(new?.message ?? after[0].message) in "
        + "\(new?.file ?? after[0].file)")
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic || first == "_" else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-")
    }
  }

  static func applied(_ edits: [Edit], to source: String, _ lines: TextLines) -> String {
    var rows = (0..<lines.count).map { Array(lines[$0].unicodeScalars) }
    for edit in edits.sorted(by: { $0.extent.start > $1.extent.start })
    where edit.extent.start.line == edit.extent.end.line {
      let row = edit.extent.start.line - 1
      rows[row].replaceSubrange(
        edit.extent.start.column - 1..<edit.extent.end.column - 1, with: edit.text.unicodeScalars)
    }
    return rows.map { row in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: row)
      return String(text)
    }.joined(separator: "\n")
  }
}
