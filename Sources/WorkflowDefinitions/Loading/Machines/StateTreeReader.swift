internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the tree of states before their behaviour, because `In('x')` and targets may name any of them.
struct StateTreeReader {
  let report: Report
  private var states: [StateNode] = []

  init(report: Report) { self.report = report }

  /// The states in document order. The first is the machine itself, whose node is the file. For a machine with too many
  /// states, which gets a finding, the result has one more than is allowed.
  static func read(_ file: Node, name: String, _ report: Report) -> [StateNode] {
    var reader = StateTreeReader(report: report)
    reader.add(file, name: name, path: "/", parent: nil)
    return reader.states
  }

  private mutating func add(_ node: Node, name: String, path: String, parent: Int?) {
    let index = states.count
    let children = node["states"]?.entries ?? []
    states.append(
      StateNode(name: name, path: path, kind: kind(node, isEmpty: children.isEmpty), parent: parent, end: index + 1))
    if states.count > StateSet.capacity {
      if states.count > StateSet.capacity + 1 { return }
      report.error(
        "too-many-states", at: node, "a machine has at most \(StateSet.capacity) states",
        cure: "a part of it as a machine of its own: invoke: {workflow: …}")
      return
    }
    for child in children {
      let childName = child.key.text ?? ""
      checkName(child.key, parent: index == 0 ? "" : name)
      states[index].children.append(states.count)
      add(child.value, name: childName, path: index == 0 ? childName : "\(path).\(childName)", parent: index)
    }
    states[index].end = states.count
  }

  private func kind(_ node: Node, isEmpty: Bool) -> StateNode.Kind {
    let type = node["type"]?.text
    defer { checkHistory(node, isHistory: type == "history") }
    switch type {
    case "parallel": return .parallel
    case "final": return .final
    case "history": return node["history"]?.text == "deep" ? .deepHistory : .shallowHistory
    case nil, "atomic", "compound": return isEmpty ? .atomic : .compound
    default:
      report.choice("type", of: ["parallel", "final", "history"], at: node["type"]!)
      return .atomic
    }
  }

  private func checkName(_ key: Node, parent: String) {
    let name = key.text ?? ""
    if name.isEmpty || name.contains(where: { " \t./*#,".contains($0) }) {
      report.error(
        "bad-value", at: key, "a state's name has no blank, dot, slash, comma, '*' or '#' in it, and is not empty",
        cure: String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }))
    }
    if states.dropFirst().contains(where: { $0.name == name }) {
      report.error(
        "duplicate-state", at: key, "there are two states '\(name)': names are unique in a machine",
        cure: "\(parent.isEmpty ? "other" : parent)_\(name)")
    }
  }

  private func checkHistory(_ node: Node, isHistory: Bool) {
    if let depth = node["history"], isHistory, !["shallow", "deep"].contains(depth.text ?? "") {
      report.choice("history", of: ["shallow", "deep"], at: depth)
    }
    for key in ["history", "target"] where !isHistory {
      guard let value = node[key] else { continue }
      report.error(
        "bad-value", at: value, "'\(key)' of a state is for history states",
        cure: key == "target" ? "always: \(value.text ?? "…"), or type: history" : "type: history")
    }
  }
}
