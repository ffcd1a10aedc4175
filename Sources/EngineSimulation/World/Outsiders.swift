internal import CEL
internal import CivilTime
internal import EngineMessages
internal import WorkflowEngine

/// Senders whose inputs are not to be taken: about families that are not there, too old, under another's key, or not
/// theirs to send.
struct Outsiders {
  let run: SimulationRun

  /// A provider tells of a family that there will never be.
  func stranger() {
    let object: Value = ["transfer_group": .string("\(run.reference(0))-\(run.senders.count)")]
    run.webhook(0, "payment_intent.processing", object, [.zero])
  }

  /// A webhook of a time before anything that the engine remembers.
  func ancient(_ family: Int) {
    let signedAt = run.now.adding(.seconds(-401 * 86_400))
    run.send(.webhook, "payment_intent.canceled", family) { sender in
      let body: Value = [
        "type": "payment_intent.canceled", "data": ["object": ["transfer_group": .string(run.reference(family))]],
      ]
      let event = InboundEvent(
        source: "stripe", key: "evt_\(sender.number)", name: "payment_intent.canceled", role: "provider",
        reference: nil, body: body, content: JSON.encode(body), signedAt: signedAt, actor: sender.actor)
      return { .event(event, $0) }
    }
  }

  /// A request for a workflow that is not there, without an input, or with a reserved name.
  func oddRequest(_ kind: Int) {
    run.send(.start, "odd request", nil) { sender in
      var workflow = run.plan.definitions.workflows[0]
      var input: Value = ["reference": .string("ODD-\(sender.number)")]
      switch kind {
      case 0: workflow = "nothing"
      case 1: input = ["reference": 7]
      default: input = ["reference": ["$personal": "x"]]
      }
      let request = StartRequest(
        source: "api:test", key: "odd/\(sender.number)", workflow: workflow, input: input,
        content: JSON.encode(input), actor: sender.actor)
      return { .start(request, $0) }
    }
  }

  /// An event of another site, of a site, about a family that is not there, or with a reserved name.
  func oddEvent(_ family: Int, _ kind: Int) {
    run.send(.event, "odd event", family) { sender in
      let body: Value = kind == 3 ? ["$personal": "x"] : [:]
      let isSite = kind < 2
      let event = InboundEvent(
        source: ["api:other", "api:test", "api", "api"][kind], key: "odd/\(sender.number)", name: "cancel.client",
        role: isSite ? "site" : "client", reference: kind == 2 ? "ODD-1" : run.reference(family), body: body,
        content: JSON.encode(body), signedAt: nil, actor: sender.actor)
      return { .event(event, $0) }
    }
  }

  /// Somebody uses the key of an event that was acknowledged for other content.
  func impostor(_ place: Int) {
    let known = run.senders.filter { ($0.kind == .event || $0.kind == .webhook) && $0.acknowledgement != nil }
    guard !known.isEmpty else { return }
    guard case .event(var event, _) = known[place % known.count].make(ReplyToken(rawValue: 0)) else { return }
    event.body = ["other": true]
    event.content = JSON.encode(event.body)
    run.send(.impostor, "impostor", nil) { sender in
      event.actor = sender.actor
      return { [event] in .event(event, $0) }
    }
  }
}
