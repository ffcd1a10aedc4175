internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import StorageTesting
internal import WorkflowEngine
internal import WorkflowTesting

/// Clients, providers and operators: each sends its inputs until they are acknowledged.
extension SimulationRun {
  // MARK: Inputs

  func send(
    _ kind: Sender.Kind, _ name: String, _ family: Int?, copies: [Duration] = [], first: Duration = .zero,
    make: (Sender) -> (ReplyToken) -> TurnInput
  ) {
    let sender = Sender(senders.count + 1, kind, name, family: family, make: make)
    senders.append(sender)
    deliveries.append((later(first), sender, false))
    for copy in copies { deliveries.append((later(copy), sender, true)) }
  }

  func reference(_ family: Int) -> String {
    plan.definitions.isShipped ? BookingMoves.reference(family) : "S-\(family)"
  }

  func start(_ family: Int, _ sender: Sender) -> (ReplyToken) -> TurnInput {
    var input = BookingMoves.input(family, isCrowded: plan.isCrowded, features: plan.features)
    if !plan.definitions.isShipped {
      var values = ValueDraw(draw: Draw(plan.seed, "input \(family)"))
      let place = plan.definitions.place(of: family)
      var map = values.value(of: plan.definitions.versions[0][place].inputType).mapValue ?? ValueMap()
      map["reference"] = .string(reference(family))
      input = .map(map)
    }
    let request = StartRequest(
      source: "api:test", key: "\(reference(family))/request",
      workflow: plan.definitions.workflows[plan.definitions.place(of: family)], input: input,
      content: JSON.encode(input), actor: sender.actor)
    return { .start(request, $0) }
  }

  func event(
    _ family: Int, _ name: String, _ role: String, _ body: Value, _ sender: Sender
  ) -> (ReplyToken) -> TurnInput {
    let event = InboundEvent(
      source: role == "operator" ? "control" : "api", key: "\(reference(family))/\(sender.number)", name: name,
      role: role, reference: reference(family), body: body, content: JSON.encode(body), signedAt: nil,
      actor: sender.actor)
    return { .event(event, $0) }
  }

  func webhook(_ family: Int, _ type: String, _ object: Value, _ copies: [Duration]) {
    counterparts.stands(object)
    told(family, "stripe", type, ["type": .string(type), "data": ["object": object]], copies)
  }

  func told(_ family: Int, _ source: String, _ type: String, _ body: Value, _ copies: [Duration]) {
    send(.webhook, type, family, copies: Array(copies.dropFirst()), first: copies.first ?? .zero) { sender in
      let event = InboundEvent(
        source: source, key: "evt_\(sender.number)", name: type, role: "provider", reference: nil, body: body,
        content: JSON.encode(body), signedAt: nil, actor: sender.actor)
      return { .event(event, $0) }
    }
  }

  func refundSettles(_ family: Int, _ status: String) {
    guard let id = counterparts.latestRefund(of: reference(family), at: now) else { return }
    counterparts.settle(id, isDone: status != "failed")
    webhook(
      family, "refund.updated",
      ["id": .string(id), "status": .string(status), "metadata": ["booking": .string(reference(family))]], [.zero])
  }

  // MARK: Operators

  func command(_ name: String, _ action: OperatorCommand.Action) {
    send(.command, name, nil) { sender in
      let command = OperatorCommand(
        action: action, key: "command/\(sender.number)", actor: sender.actor, reason: "simulation")
      return { .command(command, $0) }
    }
  }

  /// Writes the next version of a record, as far as is known by now.
  func putRecord(_ number: Int) throws {
    let id = "record-\(number)"
    let version = try (reader().record(kind: Self.recordKind, id: id)?.version ?? 0) + 1
    let body = JSON.encode(["by": .int(Int64(senders.count))])
    command(id, .putRecords([RecordDraft(kind: Self.recordKind, id: id, version: version, body: body)]))
  }

  static let recordKind = "simulated"

  /// Writes or drops a record by its version alone: what no longer applies is refused, and nobody asks again.
  func changeRecord(_ number: Int) throws {
    let (kind, id) = ("keyless", "record-\(number)")
    let present = try reader().record(kind: kind, id: id)?.version ?? 0
    var change = RecordChange(actor: "simulation", reason: "test")
    if present > 0, draw.chance(40) {
      change.drops = [RecordName(kind: kind, id: id, version: present)]
    } else {
      change.puts = [RecordDraft(kind: kind, id: id, version: present + 1, body: JSON.encode(["n": .int(present)]))]
    }
    flights.append(Flight(at: now, answer: .records(change, nil), fault: nil))
  }

  /// Asks for the effect of an event. Nothing may come of it.
  func preview(_ family: Int, _ name: String, _ body: Value) throws {
    let event = InboundEvent(
      source: "control", key: "preview", name: name, role: "operator", reference: reference(family), body: body,
      content: [], actor: "preview")
    let (writes, commits) = (daemon.faulty.writeCount, daemon.faulty.commitCount)
    guard let effect = try daemon.engine?.preview(event) else { return }
    note("\(name) would be \(JSON.text(effect["verdict"] ?? .null))")
    guard daemon.faulty.writeCount == writes, daemon.faulty.commitCount == commits else {
      throw Violation(text: "the preview of \(name) wrote something")
    }
  }

  static let retryCommand = "retry"

  func look(_ family: Int) throws {
    guard let record = try reader().family(key: reference(family)) else { return }
    for finding in try SimulationJudge(run: self).verify(record) { throw Violation(text: "a reader sees: \(finding)") }
  }
}
