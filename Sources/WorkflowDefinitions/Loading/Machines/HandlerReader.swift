internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads how a state handles events: `on:`, `always:` and `onDone:`.
struct HandlerReader {
  let context: ReadingContext
  private var parts: MachineParts { context.parts }

  init(context: ReadingContext) { self.context = context }

  func read(_ node: Node, of state: Int) {
    events(node["on"], state)
    if let always = node["always"] {
      parts[state: state].always = transitions(always, state, event: nil, context.names)
    }
    guard let done = node["onDone"] else { return }
    if parts[state: state].kind == .atomic {
      context.report.error(
        "bad-value", at: done, "'onDone' of a state follows when a final state inside it is reached: it has none",
        cure: "invoke: {…, onDone: …} for the result of a step or a machine")
    }
    let event = parts.event("done.state.\(parts[state: state].name)")
    parts.hear(event, transitions(done, state, event: event, context.names), in: state)
  }

  private func transitions(_ node: Node, _ state: Int, event: Int?, _ names: Names) -> [Int] {
    TransitionReader(context: context).read(node, source: state, event: event, names)
  }

  private func events(_ node: Node?, _ state: Int) {
    var prefixed: [(event: Int, candidates: Node)] = []
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      if name.hasSuffix(".*") || name == "*" {
        for event in context.events(matching: name, at: entry.key) { prefixed.append((event, entry.value)) }
      } else if let event = parts.machine.eventIndex[name], parts.machine.declarations[event] != nil {
        hear(event, entry.value, state)
      } else {
        context.undeclared(event: name, at: entry.key)
      }
    }
    // An exact name takes precedence over a prefix.
    for (event, candidates) in prefixed where parts[state: state].handlers[event] == nil {
      hear(event, candidates, state)
    }
  }

  private func hear(_ event: Int, _ candidates: Node, _ state: Int) {
    let names = context.names.hearing(parts.machine.declarations[event]?.data ?? .dyn)
    parts.hear(event, transitions(candidates, state, event: event, names), in: state)
  }
}

/// Reads `otherwise:` of a state: dispositions for events that it does not handle.
struct OtherwiseReader {
  let context: ReadingContext

  /// By event.
  func read(_ node: Node?) -> [Int: UnhandledDisposition] {
    let declarations = context.parts.machine.declarations
    if let node, let text = node.text {
      guard let disposition = UnhandledDisposition(rawValue: text) else {
        context.report.badOtherwise(node)
        return [:]
      }
      return declarations.mapValues { _ in disposition }
    }
    var result: [Int: UnhandledDisposition] = [:]
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let disposition = entry.value.text.flatMap(UnhandledDisposition.init) else {
        context.report.badOtherwise(entry.value)
        continue
      }
      if name.hasSuffix("*") {
        for event in context.events(matching: name, at: entry.key) where result[event] == nil {
          result[event] = disposition
        }
      } else if let event = context.parts.machine.eventIndex[name] {
        result[event] = disposition
      } else {
        context.undeclared(event: name, at: entry.key)
      }
    }
    return result
  }
}

extension ReadingContext {
  /// The declared events that a pattern (`payment.*`) matches.
  fileprivate func events(matching pattern: String, at node: Node) -> [Int] {
    let prefix = String(pattern.dropLast())
    let declared = parts.machine.declarations.keys.sorted()
    let found = declared.filter {
      pattern == parts.machine.eventNames[$0] || parts.machine.eventNames[$0].hasPrefix(prefix)
    }
    if found.isEmpty {
      let known = declared.map { parts.machine.eventNames[$0] }
      report.error(
        "unknown-event", at: node, "no declared event matches '\(pattern)'",
        cure: known.isEmpty ? "declare one under events:" : "declared: \(known.joined(separator: ", "))")
    }
    return found
  }
}

extension Report {
  func badOtherwise(_ node: Node) {
    choice(
      "a disposition", of: ["ignore", "defer", "reject", "alarm"], at: node,
      cure: "reject tells a caller, alarm raises an incident, defer keeps it, ignore forgets it")
  }
}
