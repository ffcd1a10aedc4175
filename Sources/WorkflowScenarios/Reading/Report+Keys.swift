internal import CEL
internal import WorkflowDefinitions
internal import YAMLTree

extension Report {
  /// Reports unknown keys of a mapping. Returns false if there are any, so that missing keys are not reported as well.
  @discardableResult
  func checkKeys(_ node: Node, _ known: [String], of what: String) -> Bool {
    guard let entries = node.entries else {
      error("wrong-kind", at: node, "\(what) is \(node.kind), not a mapping", cure: "{\(known.first ?? "key"): …}")
      return false
    }
    var isKnown = true
    for entry in entries {
      guard let key = entry.key.text, !known.contains(key) else { continue }
      let cure =
        NearestName.cure(key, among: known) ?? "known keys: \(known.joined(separator: ", "))"
      error("unknown-key", at: entry.key, "'\(key)' is not a key of \(what)", cure: cure)
      isKnown = false
    }
    return isKnown
  }
}
