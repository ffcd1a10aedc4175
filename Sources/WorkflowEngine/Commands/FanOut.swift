internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Delivers a provider's event to the families that it concerns. A fault of one family does not affect the others.
struct FanOut {
  let context: TurnContext
  let event: InboundEvent
  /// Distinguishes this event's personal data from that of every other event.
  let mark: () -> String

  /// True if a stopped family among the targets already has as many waiting events as are kept.
  func isOverBound(_ targets: [Correlation.Target]) throws(StoreError) -> Bool {
    for target in targets where target.family.status == .stopped {
      if try context.store.pendingCount(of: target.family.id) >= context.options.queuedPerFamily { return true }
    }
    return false
  }

  /// The rows that a delivery left in the store.
  struct Trace {
    /// True if a family has changed or was stopped.
    var isWritten = false
    /// The row in which the event waits for a family or is held by an incident; nil if there is none.
    var row: InboxID?
  }

  /// Delivers the event to each target under a savepoint of its own.
  ///
  /// - Parameter inbox: the event's row, if it has one. A family that fails takes over this row if it is the only
  ///   target; otherwise it gets a row of its own.
  func deliver(
    _ found: Correlation.Found, _ inbox: InboxID?, isLaterSlice: Bool = false
  ) throws(StoreError) -> Trace {
    var trace = Trace()
    let isShared = found.targets.count > 1 || found.next != nil || isLaterSlice
    for target in found.targets {
      let id = target.family.id
      if case .unloadable = try context.families.load(id) {
        trace.row = try insert(.raw(body: event.body), id, .pending)
        continue
      }
      for hearing in target.hearings {
        let left = try context.confined(to: id) { () throws(StoreError) in
          try deliver(hearing, to: id, isShared ? nil : inbox, isAlone: !isShared)
        }
        trace.isWritten = trace.isWritten || left?.isWritten ?? true
        trace.row = left?.row ?? trace.row
      }
    }
    return trace
  }

  private func deliver(
    _ hearing: Correlation.Hearing, to id: FamilyID, _ inbox: InboxID?, isAlone: Bool
  ) throws(StoreError) -> Trace {
    guard let family = try context.families.load(id).family, family.record.status != .ended else { return Trace() }
    guard let admitted = admit(hearing, family) else { return Trace(row: try holdUnreadable(family, inbox)) }
    if family.isStopped {
      try Inbox(context: context).keepApart(admitted.person, of: id)
      return Trace(row: try insert(.admitted(admitted.event), id, .pending))
    }
    let label = StepLabel(kind: .event, name: admitted.event.name, actor: event.actor)
    switch try EventDelivery(context: context, label: label).step(family, admitted) {
    case .success(let taken):
      try tell(taken.disposition, family)
      // Families that an event for many did not change keep no trace of it.
      if isAlone || taken.isWritten { try count(taken.disposition, id) }
      return Trace(isWritten: taken.isWritten)
    case .failure(let fault):
      let holder = try keep(.admitted(admitted.event), id, inbox)
      try EventDelivery(context: context, label: label).stop(id, admitted, fault, holding: holder)
      return Trace(row: holder)
    }
  }

  private func count(_ disposition: EventDisposition, _ family: FamilyID) throws(StoreError) {
    try EventTally(context: context, family: family, role: event.role).count(
      Reply(disposition, to: event.name, reference: ""))
  }

  private func admit(_ hearing: Correlation.Hearing, _ family: LoadedFamily) -> AdmittedEvent? {
    guard let payload = hearing.payload else { return nil }
    do throws(EventAdmission.Refusal) {
      return try EventAdmission(bundle: family.bundle, mark: mark)
        .admit(payload, hearing.declaration, role: event.role)
    } catch {
      return nil
    }
  }

  /// Opens an incident for a body that does not yield the payload which the definitions declare. The family keeps
  /// running.
  private func holdUnreadable(_ family: LoadedFamily, _ inbox: InboxID?) throws(StoreError) -> InboxID {
    let holder = try keep(.raw(body: event.body), family.id, inbox)
    try context.incidents.open(
      "event-unreadable",
      title: "'\(event.name)' of \(event.source) does not yield the payload that the definitions declare",
      family: family.id, reference: family.key, inbox: holder)
    return holder
  }

  /// Opens an incident when a family has too many waiting events, since a provider cannot be told so.
  private func tell(_ disposition: EventDisposition, _ family: LoadedFamily) throws(StoreError) {
    guard case .rejected(let code) = disposition, code == "too_many_waiting" else { return }
    try context.incidents.openOnce(
      "event-refused", title: "'\(event.name)' of \(event.source) was refused: \(code)", family: family.id,
      reference: family.key)
  }

  private func keep(_ queued: QueuedEvent, _ family: FamilyID, _ inbox: InboxID?) throws(StoreError) -> InboxID {
    guard let inbox else { return try insert(queued, family, .held) }
    try Inbox(context: context).hold(inbox, queued)
    return inbox
  }

  private func insert(
    _ queued: QueuedEvent, _ family: FamilyID, _ status: InboxRecord.Status
  ) throws(StoreError) -> InboxID {
    try Inbox(context: context).insert(event, family: family, status, queued)
  }
}
