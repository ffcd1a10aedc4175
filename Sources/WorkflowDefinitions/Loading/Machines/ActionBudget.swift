internal import YAMLTree

/// Bounds the actions of one machine. A named action is read again at each use, so actions that call one another twice
/// each would otherwise double with every line.
struct ActionBudget {
  private static let most = 10_000
  private static let deepest = 64
  private var count = 0
  /// The named actions that are being read, the outermost first.
  private var open: [String] = []

  /// False, with a finding the first time, when there are too many.
  mutating func take(_ node: Node, _ report: Report) -> Bool {
    count += 1
    if count == Self.most + 1 {
      report.error(
        "yaml-too-large", at: node,
        "the machine has more than \(Self.most) actions, those of named ones counted at each use",
        cure: "nest fewer named actions in each other")
    }
    return count <= Self.most
  }

  /// False, with a finding, when a named action calls itself or stands too deep in others. Followed by `leave` if it is true.
  mutating func enter(_ name: String, at node: Node, _ report: Report) -> Bool {
    if open.contains(name) {
      report.error(
        "action-circle", at: node, "action '\(name)' calls itself", cure: "use foreach to repeat actions")
      return false
    }
    guard open.count < Self.deepest else {
      report.error(
        "yaml-too-deep", at: node, "named actions stand deeper than \(Self.deepest) within each other",
        cure: "write their actions out")
      return false
    }
    open.append(name)
    return true
  }

  mutating func leave() { open.removeLast() }
}
