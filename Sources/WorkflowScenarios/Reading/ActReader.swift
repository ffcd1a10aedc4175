internal import CEL
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads `acts:`, the named lists of moves.
struct ActReader {
  let context: ScenarioContext

  /// Returns the acts by name.
  ///
  /// - Parameter known: acts that were read for other scenarios of the bundle, by place. An act means the same in all
  ///   of them, unless it starts a family with input of its own, which is merged with the scenario's.
  func read(known: inout [String: Act]) -> [String: Act] {
    var result: [String: Act] = [:]
    for entry in context.settings.acts {
      guard let name = entry.key.text else { continue }
      if MoveReader.keys.contains(name) {
        context.report.error(
          "reserved-name", at: entry.key, "'\(name)' is a move of its own", cure: "choose another name")
      }
      let body: Node
      if entry.value["do"] != nil {
        context.report.checkKeys(entry.value, ["with", "do"], of: "an act")
        body = entry.value["do"]!
      } else {
        body = entry.value
      }
      let place = "\(context.bundle.root.name) \(entry.key.file):\(entry.key.line):\(entry.key.column)"
      if let act = known[place] {
        result[name] = act
        continue
      }
      let defaults = entry.value["do"] == nil ? nil : entry.value["with"]
      let act = Act(
        defaults: defaults.flatMap(context.value) ?? .map([]), moves: MoveReader(context: context).read(body))
      result[name] = act
      if !startsWithInput(body) { known[place] = act }
    }
    findCircles(result)
    return result
  }

  /// Reports acts that call each other in a circle.
  private func findCircles(_ acts: [String: Act]) {
    func called(by act: Act) -> [String] {
      act.moves.flatMap { move -> [String] in
        switch move.kind {
        case .act(let name, _): [name]
        case .down(_, let meanwhile):
          meanwhile.compactMap { if case .act(let name, _) = $0.kind { name } else { nil } }
        default: []
        }
      }
    }
    for entry in context.settings.acts {
      guard let name = entry.key.text, let act = acts[name] else { continue }
      var reached: Set<String> = []
      var work = called(by: act)
      while let next = work.popLast() {
        if reached.insert(next).inserted { work += acts[next].map(called) ?? [] }
      }
      if reached.contains(name) {
        context.report.error(
          "act-circle", at: entry.key, "act '\(name)' calls itself", cure: "a move instead: {event: …}")
      }
    }
  }

  private func startsWithInput(_ node: Node) -> Bool {
    if let items = node.items { return items.contains(where: startsWithInput) }
    return node["start"]?.entries != nil || node["meanwhile"].map(startsWithInput) ?? false
  }
}
