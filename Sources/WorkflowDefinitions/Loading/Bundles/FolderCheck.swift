internal import CEL
internal import YAMLTree

/// Checks how the files of a folder belong together: `duplicate-workflow`, `unlisted-workflow`, `unused-file`, and
/// files that are no definition at all.
struct FolderCheck {
  let documents: [String: Node]
  let report: Report
  /// False for the files of one bundle, whose publications other roots may hear.
  let isWhole: Bool

  func run() {
    var first: [String: String] = [:]
    for path in documents.keys.sorted() {
      guard let file = documents[path] else { continue }
      guard let workflow = file["workflow"] else {
        unnamed(file)
        continue
      }
      let name = workflow.text ?? ""
      if let other = first[name] {
        report.error(
          "duplicate-workflow", at: workflow, "'\(other)' defines workflow '\(name)' already",
          cure: "another name, or remove one of the files")
        continue
      }
      first[name] = path
      unlisted(file, name)
    }
    if isWhole { unheard() }
  }

  /// Every published event needs a machine of some root that listens to it.
  private func unheard() {
    guard report.unread.isEmpty else { return }
    var heard: Set<String> = []
    for file in documents.values {
      for event in file["events"]?.entries ?? [] {
        let sources = event.value["from"]
        heard.formUnion((sources?.items ?? sources.map { [$0] } ?? []).compactMap(\.text))
      }
    }
    for place in documents.keys.sorted().flatMap({ publications(documents[$0]) }) {
      guard let name = place.text, !heard.contains("family/\(name)") else { continue }
      let known = heard.filter { $0.hasPrefix("family/") }.map { String($0.dropFirst(7)) }.sorted()
      report.error(
        "signal-unheard", at: place, "no machine of the folder hears 'family/\(name)'",
        cure: NearestName.cure(name, among: known)
          ?? "from: family/\(name) in an event of the machine that is to hear it")
    }
  }

  /// The names of all events that a file publishes, wherever an action may stand.
  private func publications(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    if let items = node.items { return items.flatMap { publications($0) } }
    return (node.entries ?? []).flatMap { entry in
      entry.key.text == "publish" && entry.value.text != nil ? [entry.value] : publications(entry.value)
    }
  }

  private func unnamed(_ file: Node) {
    if let hint = ["states", "family", "initial"].first(where: { file[$0] != nil }) {
      report.error(
        "missing-key", at: file, "a file with '\(hint)' is a workflow, and a workflow needs its name",
        cure:
          "workflow: \(file.file.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? "name")")
      return
    }
    let isIncluded = documents.values.contains { other in other.includes.contains { $0.path == file.file } }
    // A file that could not be read may include it.
    if isIncluded || !report.unread.isEmpty { return }
    report.warning(
      "unused-file", at: file, "'\(file.file)' is no workflow, and no workflow includes it",
      cure: "include: [\(file.file)] in the file that needs it, or remove it")
  }

  /// A member that no root lists is never loaded.
  private func unlisted(_ file: Node, _ name: String) {
    guard file["family"]?.items == nil, report.unread.isEmpty else { return }
    let roots = documents.values.filter { $0["family"]?.items != nil }
    // A folder without any root has a single finding about that.
    if roots.isEmpty { return }
    let isShared = file["family"]?.entries != nil
    let isListed = roots.contains { $0["family"]?.items?.contains { $0.text == name } ?? false }
    if isListed, !isShared { return }
    let known = roots.compactMap { $0["workflow"]?.text }.sorted()
    guard let family = file["family"] else {
      report.error(
        "missing-key", at: file["workflow"] ?? file, "'\(name)' says neither whose it is nor which machines are its",
        cure: "family: \(known.first ?? "booking") if it is a member of that; family: [] if it is a workflow of its own"
      )
      return
    }
    if file.memberships.isEmpty {
      report.error(
        "missing-key", at: family, "'\(name)' does not say whose it is",
        cure: "family: {of: [\(known.joined(separator: ", "))]}")
    }
    for membership in file.memberships { unlisted(file, name, in: membership, roots) }
  }

  private func unlisted(_ file: Node, _ name: String, in family: Node, _ roots: [Node]) {
    let known = roots.compactMap { $0["workflow"]?.text }.sorted()
    guard let root = roots.first(where: { $0["workflow"]?.text == family.text }) else {
      report.error(
        "unlisted-workflow", at: family, "'\(name)' belongs to '\(family.text ?? "")', and no root has that name",
        cure: NearestName.cure(family.text ?? "", among: known)
          ?? (known.isEmpty ? "family: [] makes it a root" : "roots: \(known.joined(separator: ", "))"))
      return
    }
    if root["family"]?.items?.contains(where: { $0.text == name }) == true { return }
    // The file may be meant by a name that no file declares; then the missing name is the finding.
    let names = Set(documents.values.compactMap { $0["workflow"]?.text })
    if root["family"]?.items?.contains(where: { !names.contains($0.text ?? "") }) == true { return }
    let members = (root["family"]?.items ?? []).compactMap(\.text) + [name]
    report.error(
      "unlisted-workflow", at: file["workflow"] ?? file,
      "'\(name)' says that it belongs to '\(family.text ?? "")', which does not list it",
      cure: "family: [\(members.joined(separator: ", "))] in \(root.file)")
  }
}
