internal import EngineMessages
internal import Statecharts
internal import Storage

/// Counts the events that a family hears of a role, and bounds them for those who stand at the public door: what changes nothing leaves
/// nothing but its count and its key, and no sender can make either of them grow for ever.
struct EventTally {
  let context: TurnContext
  let family: FamilyID
  let role: String

  /// True if the role has sent this family as many events as are taken in all its life. Each role has its own share, so that no party
  /// can use up another one's; providers and operators have no bound.
  func isExhausted() throws(StoreError) -> Bool {
    guard role != "operator", role != "provider" else { return false }
    var total: Int64 = 0
    for entry in try context.store.eventCounts(of: family) where entry.role == role { total += entry.count }
    return total >= context.options.eventsPerRole
  }

  /// Refuses an event beyond the bound; a person is told once.
  func refusal(_ reference: String) throws(StoreError) -> Reply {
    try context.incidents.openOnce(
      "events-exhausted",
      title: "\(role) has sent \(context.options.eventsPerRole) events, as many as a booking takes; more are refused",
      family: family, reference: reference)
    return .rejected(
      code: "too_many_events", message: "\(context.options.eventsPerRole) events of a \(role) are taken, no more")
  }

  /// Counts what was answered. Refusals that store nothing are not counted.
  func count(_ reply: Reply) throws(StoreError) {
    switch reply {
    case .accepted(_, let disposition): try count(disposition.rawValue)
    case .rejected: try count("rejected")
    case .created, .carriedOut, .duplicate, .conflict, .unknownTarget, .overloaded, .keyExists: break
    }
  }

  private func count(_ verdict: String) throws(StoreError) {
    try context.store.countEvent(of: family, role: role, verdict: verdict, at: context.stored(context.now))
  }
}

extension Reply {
  /// The answer to an event by what its family made of it.
  init(_ verdict: EventVerdict, to name: String, reference: String) {
    switch verdict {
    case .handled: self = .accepted(reference: reference, disposition: .handled)
    case .ignored: self = .accepted(reference: reference, disposition: .ignored)
    case .deferred: self = .accepted(reference: reference, disposition: .deferred)
    case .already: self = .accepted(reference: reference, disposition: .already)
    case .rejected(let code): self = .rejected(code: code, message: "'\(name)' was refused: \(code)")
    }
  }
}
