internal import Statecharts
internal import YAMLTree

/// Which mode a definition is of, and what is not allowed with it.
enum SessionMode {
  /// True for `mode: scxml`; `mode: workflow` may be written, and is the default.
  static func isScxml(_ file: Node) -> Bool { file["mode"]?.text == "scxml" }

  /// A definition of the other mode says so rightly, if it says so.
  static func check(_ file: Node, _ report: Report) {
    guard let mode = file["mode"], mode.text != "workflow" else { return }
    report.error("bad-value", at: mode, "mode is workflow or scxml", cure: "leave it out: workflow is the default")
  }

  /// Takes out the definitions of the mode `scxml`, in the order of their files. Members of a family stay: the family refuses them.
  static func take(from documents: inout [String: Node]) -> [Node] {
    let members = Set(documents.values.flatMap { $0["family"]?.items?.compactMap(\.text) ?? [] })
    return documents.keys.sorted().compactMap { path in
      guard let file = documents[path], isScxml(file), !members.contains(file["workflow"]?.text ?? "") else {
        return nil
      }
      return documents.removeValue(forKey: path)
    }
  }

  /// The bundle of one definition of the mode `scxml`; its machine is a family of its own.
  static func read(_ file: Node, loader: BundleLoader, report: Report, hash: String) -> Bundle? {
    guard loader.allowsSessions else {
      report.error(
        "scxml-mode", at: file["mode"] ?? file,
        "a definition of mode scxml needs a session platform: only tests run it",
        cure: "mode: workflow, the default")
      return nil
    }
    return SessionReader(file: file, loader: loader, report: report).read(hash: hash, limits: loader.limits)
  }
}
