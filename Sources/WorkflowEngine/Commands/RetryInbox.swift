internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Retries an event that waited in the inbox and is due: its family runs again, may exist by now, or the next slice of
/// a fan-out follows.
struct RetryInbox: Command {
  let record: InboxRecord

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    if let family = record.family {
      _ = try context.confined(to: family) { () throws(StoreError) in try resume(family, context) }
    } else {
      try lookAgain(context)
    }
    return nil
  }

  // MARK: Events of one family

  private func resume(_ id: FamilyID, _ context: TurnContext) throws(StoreError) {
    guard let family = try context.families.load(id).family, family.record.status == .running else { return }
    guard let admitted = try admitted(for: family, context) else { return try holdUnreadable(family, context) }
    let inbox = Inbox(context: context)
    try inbox.finish(record.id, .consumed)
    let label = StepLabel(kind: .event, name: admitted.event.name, actor: record.source)
    let delivery = EventDelivery(context: context, label: label)
    if case .failure(let fault) = try delivery.step(family, admitted) {
      try inbox.hold(record.id, .admitted(admitted.event))
      try delivery.stop(id, admitted, fault, holding: record.id)
    }
  }

  /// Returns the event as the family types it; nil if it cannot be read any more.
  private func admitted(for family: LoadedFamily, _ context: TurnContext) throws(StoreError) -> AdmittedEvent? {
    switch try QueuedEvent(record, context) {
    case .admitted(let event):
      guard let typed = StepInputCoding.typed(event, bundle: family.bundle) else { return nil }
      return AdmittedEvent(event: typed, person: ValueMap())
    case .raw(let body):
      let admission = EventAdmission(bundle: family.bundle, mark: { mark(context) })
      var hearing: Correlation.Hearing?
      if record.role == "provider" {
        let found = try correlation(body, context).find(limit: 10_000)
        hearing = self.hearing(in: found, family.id)
        if hearing == nil { return nil }
      }
      do throws(EventAdmission.Refusal) {
        guard let hearing else { return try admission.admit(record.name, role: record.role, body: body) }
        return try admission.admit(hearing.payload ?? .null, hearing.declaration, role: record.role)
      } catch {
        return nil
      }
    }
  }

  private func hearing(in found: Correlation.Found, _ family: FamilyID) -> Correlation.Hearing? {
    found.targets.first { $0.family.id == family }?.hearings.first { $0.payload != nil }
  }

  private func holdUnreadable(_ family: LoadedFamily, _ context: TurnContext) throws(StoreError) {
    var held = record
    held.status = .held
    held.nextAt = nil
    try context.store.updateInbox(held)
    try context.incidents.open(
      "event-unreadable", title: "'\(record.name)' cannot be read again: no definition declares it now",
      family: family.id, reference: family.key, inbox: record.id)
  }

  // MARK: Events without a family

  private func lookAgain(_ context: TurnContext) throws(StoreError) {
    guard case .raw(let body) = try QueuedEvent(record, context) else {
      throw StoreError(.corrupt, "inbox.body of \(record.id) is typed and has no family")
    }
    let found = try correlation(body, context).find(before: record.cursor, limit: context.options.fanOutSlice)
    let isFanOut = record.status == .pending
    if found.targets.isEmpty, found.next == nil, !isFanOut, let awaited = found.awaited {
      return try wait(awaited, context)
    }
    let event = event(body, context)
    let fanOut = FanOut(context: context, event: event, mark: { mark(context) })
    guard try !fanOut.isOverBound(found.targets) else {
      var later = record
      later.nextAt = context.after(.seconds(60))
      return try context.store.updateInbox(later)
    }
    if let next = found.next {
      var rest = record
      rest.status = .pending
      rest.cursor = next
      rest.nextAt = nil
      try context.store.updateInbox(rest)
    } else {
      try Inbox(context: context).finish(record.id, .consumed)
      context.waitingEvents = context.waitingEvents.map { $0 - 1 }
    }
    _ = try fanOut.deliver(found, record.id, isLaterSlice: isFanOut)
  }

  /// Schedules the next try. After `unmatchedLifetime` an incident holds an event that names a family of ours; one about a
  /// stranger's business is forgotten.
  private func wait(_ awaited: Correlation.Awaited, _ context: TurnContext) throws(StoreError) {
    var later = record
    later.tries += 1
    if context.now.duration(since: context.instant(record.receivedAt)) > context.options.unmatchedLifetime {
      context.waitingEvents = context.waitingEvents.map { $0 - 1 }
      guard awaited == .family else { return try Inbox(context: context).finish(record.id, .discarded) }
      later.status = .held
      later.nextAt = nil
      try context.store.updateInbox(later)
      try context.incidents.open(
        "event-unmatched", title: "no family takes '\(record.name)' of \(record.source)", family: nil, reference: "",
        inbox: record.id)
    } else {
      // The pauses are 1, 2, 4 … 60 minutes.
      later.nextAt = context.after(.seconds(min(3_600, 60 << min(later.tries, 10))))
      try context.store.updateInbox(later)
    }
  }

  // MARK: Reading the event again

  private func correlation(_ body: Value, _ context: TurnContext) -> Correlation {
    Correlation(context: context, source: record.source, name: record.name, body: body)
  }

  private func event(_ body: Value, _ context: TurnContext) -> InboundEvent {
    InboundEvent(
      source: record.source, key: record.key, name: record.name, role: record.role, reference: nil, body: body,
      content: [], signedAt: record.signedAt.map(context.instant), actor: record.source)
  }

  private func mark(_ context: TurnContext) -> String {
    Deduplication(context, source: record.source, key: record.key, content: []).mark
  }
}
