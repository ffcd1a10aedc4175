internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Delivers a provider's event: finds the families that it concerns, steps them, and keeps the event where it cannot be
/// taken now.
struct ProviderEvent {
  let event: InboundEvent
  let context: TurnContext
  private let correlation: Correlation
  private let seen: Deduplication

  init(event: InboundEvent, context: TurnContext) {
    self.event = event
    self.context = context
    correlation = Correlation(context: context, source: event.source, name: event.name, body: event.body)
    seen = Deduplication(
      context, source: event.source, key: event.key, content: event.content, reading: correlation.reading)
  }

  func deliver() throws(StoreError) -> Reply {
    if let reply = try seen.repeated() { return reply }
    if let signed = event.signedAt, context.now.duration(since: signed) > context.options.dedupHorizon {
      return try quarantine(signed)
    }
    let found = try correlation.find(limit: context.options.fanOutSlice)
    if found.targets.isEmpty, found.next == nil { return try keep(found) }
    let fanOut = FanOut(context: context, event: event, mark: { [seen] in seen.mark })
    guard try !fanOut.isOverBound(found.targets) else {
      return .overloaded("a family that it concerns is stopped, and no further event may wait for it")
    }
    // A turn that has used its share of steps leaves a fan-out to later turns.
    let isPutOff = found.targets.count > 1 && context.output.steps >= context.options.stepsPerTurn
    if isPutOff || found.next != nil, try Inbox(context: context).isFull(for: event.name, of: event.source) {
      return .overloaded("too many events wait for their families")
    }
    let inbox = Inbox(context: context)
    if isPutOff {
      return try remember(try inbox.insert(event, family: nil, .pending, .raw(body: event.body)), .handled)
    }
    if let next = found.next {
      let row = try inbox.insert(event, family: nil, .pending, .raw(body: event.body), cursor: next)
      _ = try fanOut.deliver(found, row)
      return try remember(row, .handled)
    }
    let trace = try fanOut.deliver(found, nil)
    if let row = trace.row { return try remember(row, .handled) }
    guard trace.isWritten else { return try remember(.unkept, .handled) }
    return try remember(try inbox.insert(event, family: found.targets.first?.family.id, .consumed), .handled)
  }

  private func quarantine(_ signed: Instant) throws(StoreError) -> Reply {
    let inbox = try Inbox(context: context).insert(event, family: nil, .discarded)
    try context.incidents.open(
      "event-too-old", title: "\(event.source) sent '\(event.name)' of \(signed), older than is remembered",
      family: nil, reference: "", inbox: inbox)
    return try remember(inbox, .quarantined)
  }

  /// Handles an event that no family takes now. If it names something that a family may come to know, it is retried;
  /// otherwise only its key is kept.
  private func keep(_ found: Correlation.Found) throws(StoreError) -> Reply {
    guard found.awaited != nil else { return try remember(.unkept, found.isIgnored ? .handled : .ignored) }
    if try Inbox(context: context).isFull(for: event.name, of: event.source) {
      return .overloaded("too many events wait for their families")
    }
    let inbox = try Inbox(context: context).insert(
      event, family: nil, .unmatched, .raw(body: event.body), nextAt: context.after(.seconds(60)))
    return try remember(inbox, .unmatched)
  }

  private func remember(_ inbox: InboxID, _ disposition: Disposition) throws(StoreError) -> Reply {
    let reply = Reply.accepted(reference: "", disposition: disposition)
    try seen.remember(inbox, reply)
    return reply
  }
}
