internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads `step:` of a transition: the machine stays where it is while the step is carried out, and the transition's own target and actions
/// are taken when it is done. It is the state's step, so that leaving the state stops it, and an attempt that moves money holds the state.
struct TransitionStepReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var parts: MachineParts { context.parts }

  init(context: ReadingContext) { self.context = context }

  /// - Returns: the index of the transition that starts the step; nil, with a finding, if there can be none.
  func read(_ use: Node, of node: Node, _ transition: Transition, _ names: Names) -> Int? {
    guard let event = transition.event, let label = label(of: event) else {
      report.error(
        "step-without-event", at: use,
        "a transition starts a step when an event comes or a timer fires; this one follows from what the machine does itself",
        cure: "a target that invokes the step: states: {sending: {invoke: {step: …}}}")
      return nil
    }
    if let done = use["onDone"] {
      report.error(
        "bad-value", at: done,
        "when the step of a transition is done, the transition's own target and actions are taken",
        cure: "target: …, actions: […] beside 'step'")
    }
    let source = transition.source
    let steps = StepReader(context: context)
    guard let step = steps.read(whole(use, of: node), owner: source, names, transition: label) else {
      parts.loseEffects()
      return nil
    }
    parts[state: source].starts.append(step)
    var started = transition
    started.actions = [.spawnStep(step)]
    started.step = step
    started.reenter = false
    let index = parts.add(started, at: node)
    if node["guard"] != nil, transition.guard == nil { parts.loseGuard(of: index) }
    return index
  }

  /// The event's name, if it comes from outside of the state: declared, or a timer's.
  private func label(of event: Int) -> String? {
    let name = parts.machine.eventNames[event]
    if parts.machine.declarations[event] != nil { return name }
    return name.hasPrefix("timer.") ? String(name.dropFirst("timer.".count)) : nil
  }

  /// The step with what the transition says about its end. One that says nothing about a failure stays, with an incident.
  private func whole(_ use: Node, of node: Node) -> Node {
    func key(_ name: String) -> Node { use.with(.scalar(name, isPlain: true)) }
    let taken = (node.entries ?? []).filter {
      ["target", "actions", "notify", "reenter", "onRefused"].contains($0.key.text ?? "")
    }
    var entries = (use.entries ?? []).filter { $0.key.text != "onDone" }
    entries.append((key("onDone"), node.with(.mapping(taken))))
    let isMoney = context.bundle.catalogue[use["step"]?.text ?? ""]?.stepClass == .money
    if use["onError"] == nil, !isMoney {
      let alarm = key("'\(use["step"]?.text ?? "")' failed: ${event.data.code}")
      let action = use.with(.mapping([(key("alarm"), alarm)]))
      entries.append((key("onError"), use.with(.mapping([(key("actions"), use.with(.sequence([action])))]))))
    }
    return use.with(.mapping(entries))
  }
}

/// Reads `by:` of a transition: the roles of which it hears the event.
struct SenderReader {
  let context: ReadingContext

  func roles(_ node: Node?, event: Int?) -> [String] {
    guard let node else { return [] }
    let roles = node.items?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
    let senders = event.flatMap { context.parts.machine.declarations[$0]?.by } ?? []
    for item in node.items ?? [node] where !senders.contains(item.text ?? "") {
      context.report.error(
        "bad-value", at: item,
        senders.isEmpty
          ? "nobody outside sends this event, so that no role is known of it"
          : "'\(item.text ?? "")' does not send this event",
        cure: senders.isEmpty
          ? "a guard, or 'by' where the event is declared"
          : NearestName.cure(item.text ?? "", among: senders) ?? "senders: \(senders.joined(separator: ", "))")
    }
    return roles
  }
}
