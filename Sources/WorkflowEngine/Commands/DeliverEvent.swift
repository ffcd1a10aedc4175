internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Delivers an event from outside. A duplicate gets its original's reply; a new event is brought to its families and
/// consumed in the same commit.
struct DeliverEvent: Command {
  let event: InboundEvent

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    guard let reference = event.reference else {
      return try ProviderEvent(event: event, context: context).deliver()
    }
    let named = try context.store.familyID(key: reference).map { EventTarget(id: $0, reference: reference) }
    let seen = Deduplication(context, source: event.source, key: event.key, content: event.content, to: named)
    if let reply = try seen.repeated() { return reply }
    guard let named else { return unknown(reference) }
    return try deliver(to: named.id, reference, seen, context)
  }

  private func deliver(
    to id: FamilyID, _ reference: String, _ seen: Deduplication, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    switch try context.families.load(id) {
    case .absent: return unknown(reference)
    case .unloadable(let record):
      guard try mayAddress(record.id, context) else { return unknown(reference) }
      if try tally(record.id, context).isExhausted() { return try tally(record.id, context).refusal(reference) }
      guard !PersonalData.hasMarker(event.body) else {
        return .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
      }
      return try queue(.raw(body: event.body), for: record.id, reference, seen, context)
    case .family(let family):
      guard try mayAddress(family.id, context) else { return unknown(reference) }
      let admitted: AdmittedEvent
      do throws(EventAdmission.Refusal) {
        admitted = try EventAdmission(bundle: family.bundle, mark: { seen.mark })
          .admit(event.name, role: event.role, body: event.body)
      } catch {
        return error.reply
      }
      let tally = tally(family.id, context)
      if family.record.status != .ended, try tally.isExhausted() { return try tally.refusal(reference) }
      switch family.record.status {
      case .ended: return .rejected(code: "ended", message: "'\(reference)' has ended")
      case .stopped:
        let reply = try queue(.admitted(admitted.event), for: family.id, reference, seen, context)
        if case .accepted = reply { try Inbox(context: context).keepApart(admitted.person, of: family.id) }
        return reply
      case .running: return try step(family, admitted, seen, context)
      }
    }
  }

  /// A site reaches only the families that it started; to a site no others exist.
  private func mayAddress(_ family: FamilyID, _ context: TurnContext) throws(StoreError) -> Bool {
    guard event.role == "site" else { return true }
    return try context.store.origin(of: family) == event.source
  }

  private func unknown(_ reference: String) -> Reply { .unknownTarget("there is no '\(reference)'") }

  private func tally(_ family: FamilyID, _ context: TurnContext) -> EventTally {
    EventTally(context: context, family: family, role: event.role)
  }

  /// Keeps an event for a family that cannot be stepped at present.
  private func queue(
    _ queued: QueuedEvent, for family: FamilyID, _ reference: String, _ seen: Deduplication, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    guard try context.store.pendingCount(of: family) < context.options.queuedPerFamily else {
      return .overloaded("'\(reference)' is stopped, and no further event may wait for it")
    }
    let inbox = try Inbox(context: context).insert(event, family: family, .pending, queued)
    let reply = Reply.accepted(reference: reference, disposition: .queued)
    try seen.remember(inbox, reply)
    try tally(family, context).count(reply)
    return reply
  }

  private func step(
    _ family: LoadedFamily, _ admitted: AdmittedEvent, _ seen: Deduplication, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    let (id, reference) = (family.id, family.key)
    let label = StepLabel(kind: .event, name: event.name, actor: event.actor)
    var fault: StepFault?
    let taken = try context.attempt(id) { () throws(FamilyFault) in
      do throws(StoreError) {
        switch try EventDelivery(context: context, label: label).step(family, admitted) {
        case .success(let taken):
          let reply = Reply(taken.disposition, to: event.name, reference: reference)
          let inbox =
            taken.isWritten ? try Inbox(context: context).insert(event, family: id, .consumed) : InboxID.unkept
          try seen.remember(inbox, reply)
          try tally(id, context).count(reply)
          return reply
        case .failure(let failed):
          fault = failed
          throw StoreError(.constraint, "\(failed.failure)")
        }
      } catch {
        throw .store(error)
      }
    }
    switch taken {
    case .success(let reply): return reply
    case .failure(let failed):
      if let fault, isAnswered { return try refuse(fault, id, reference, context) }
      guard let fault else {
        try context.families.stop(id, code: "store-fault", title: "\(failed)")
        return .overloaded("'\(reference)' is stopped: \(failed)")
      }
      return try hold(admitted, fault, label, id, reference, seen, context)
    }
  }

  /// True for callers of the public API. They are told that their event was refused, so that nothing is lost and no
  /// caller can stop a family. An operator's or a provider's event is held by an incident instead.
  private var isAnswered: Bool { event.role != "operator" && event.role != "provider" }

  private func refuse(
    _ fault: StepFault, _ family: FamilyID, _ reference: String, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    let failure = fault.failure
    try context.incidents.openOnce(
      "event-refused",
      title:
        "'\(event.name)' of \(event.role) was refused, because it cannot be stepped: \(failure.machine): \(failure.message)",
      family: family, reference: reference,
      detail: [
        "code": .string(failure.code), "message": .string(failure.message), "machine": .string(failure.machine),
        "line": .int(Int64(failure.line)),
      ])
    return .rejected(
      code: "step_failed", message: "'\(event.name)' cannot be handled at present; an operator has been notified")
  }

  /// Stops the family and opens an incident that holds the event.
  private func hold(
    _ admitted: AdmittedEvent, _ fault: StepFault, _ label: StepLabel, _ family: FamilyID, _ reference: String,
    _ seen: Deduplication, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    let inbox = try Inbox(context: context).insert(event, family: family, .held, .admitted(admitted.event))
    try EventDelivery(context: context, label: label).stop(family, admitted, fault, holding: inbox)
    let reply = Reply.accepted(reference: reference, disposition: .queued)
    try seen.remember(inbox, reply)
    return reply
  }
}
