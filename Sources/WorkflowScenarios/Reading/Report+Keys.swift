internal import WorkflowDefinitions

extension Report {
  /// Every key of a mapping must be known.
  func checkKeys(_ node: Node, _ known: [String], of what: String) {
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
