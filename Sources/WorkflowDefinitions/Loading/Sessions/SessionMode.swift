internal import Statecharts

/// Which mode a definition is of, and what is not allowed with it.
enum SessionMode {
  /// True for `mode: scxml`; `mode: workflow` may be written, and is the default.
  static func isScxml(_ file: Node) -> Bool { file["mode"]?.text == "scxml" }

  /// A definition of the other mode says so rightly, if it says so.
  static func check(_ file: Node, _ report: Report) {
    guard let mode = file["mode"], mode.text != "workflow" else { return }
    report.error("bad-value", at: mode, "mode is workflow or scxml", cure: "leave it out: workflow is the default")
  }

  /// The bundle of one definition of the mode `scxml`; its machine is a family of its own.
  static func read(
    _ file: Node, among others: [String: Node], loader: BundleLoader, report: Report, hash: String
  ) -> Bundle? {
    guard loader.allowsSessions else {
      report.error(
        "scxml-mode", at: file["mode"] ?? file,
        "a definition of mode scxml cannot be deployed: it needs a session platform",
        cure: "mode: workflow, the default")
      return nil
    }
    let name = file["workflow"]?.text ?? ""
    let isMember = others.keys.sorted().contains { path in
      others[path]?["family"]?.items?.contains { $0.text == name } ?? false
    }
    if isMember || file["family"] != nil {
      report.error(
        "mixed-modes", at: file["mode"] ?? file, "'\(name)' is of mode scxml and belongs to a family of workflows",
        cure: "one mode for all machines of a family")
      return nil
    }
    return SessionReader(file: file, loader: loader, report: report).read(hash: hash, limits: loader.limits)
  }
}
