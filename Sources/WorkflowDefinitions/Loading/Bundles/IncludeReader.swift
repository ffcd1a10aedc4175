internal import CEL
internal import YAMLTree

/// Finds the files that a file includes. An included file may hold shared blocks only.
struct IncludeReader {
  let documents: [String: Node]
  let report: Report

  /// Returns the included files in the order in which they are named.
  func read(_ file: Node) -> [Node] {
    var result: [Node] = []
    for (item, resolved) in file.includes {
      guard let path = resolved else {
        report.incomplete.insert(file.file)
        report.error(
          "missing-include", at: item, "'\(item.text ?? "")' leads out of the folder that is deployed",
          cure: "a copy of '\(item.text?.split(separator: "/").last ?? "")' within the folder")
        continue
      }
      guard let included = documents[path] else {
        report.incomplete.insert(file.file)
        if report.unread.contains(path) { continue }
        let known = documents.keys.filter { documents[$0]?["workflow"] == nil }.sorted()
        report.error(
          "missing-include", at: item, "there is no file '\(path)'",
          cure: NearestName.cure(path, among: known) ?? "add it to the folder, or take it out")
        continue
      }
      report.checkKeys(included, Keys.included)
      result.append(included)
    }
    return result
  }

  /// The entries of a block in the file and in the files that it includes; included ones come first.
  func merged(_ file: Node, _ key: String) -> [(key: Node, value: Node)] {
    (read(file) + [file]).flatMap { $0[key]?.entries ?? [] }
  }
}
