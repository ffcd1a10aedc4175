internal import EngineMessages
internal import Statecharts
internal import Storage

/// Counts the events that a family receives from each role, and limits those that arrive by the public API. An event
/// that changes nothing leaves only its count and its key, so without this limit a sender could make either grow for
/// ever.
struct EventTally {
  let context: TurnContext
  let family: FamilyID
  let role: String

  /// True if the role has sent this family as many events as it may in the family's lifetime. Each role has its own
  /// share, so that no party can use up another's. Providers and operators are not limited.
  func isExhausted() throws(StoreError) -> Bool {
    guard role != "operator", role != "provider" else { return false }
    var total: Int64 = 0
    for entry in try context.store.eventCounts(of: family) where entry.role == role { total += entry.count }
    return total >= context.options.eventsPerRole
  }

  /// Refuses an event beyond the limit. An incident is opened once.
  func refusal(_ reference: String) throws(StoreError) -> Reply {
    try context.incidents.openOnce(
      "events-exhausted",
      title: "\(role) has sent \(context.options.eventsPerRole) events, as many as a booking takes; more are refused",
      family: family, reference: reference)
    return .rejected(
      code: "too_many_events", message: "\(context.options.eventsPerRole) events of a \(role) are taken, no more")
  }

  /// Counts an event by its reply. Refusals that store nothing are not counted.
  func count(_ reply: Reply) throws(StoreError) {
    switch reply {
    case .accepted(_, let disposition): try count(disposition.rawValue)
    case .rejected: try count("rejected")
    case .created, .carriedOut, .duplicate, .conflict, .unknownTarget, .overloaded, .keyExists: break
    }
  }

  private func count(_ disposition: String) throws(StoreError) {
    try context.store.countEvent(of: family, role: role, verdict: disposition, at: context.stored(context.now))
  }
}

extension Reply {
  /// The reply to an event, given the disposition of its family.
  init(_ disposition: EventDisposition, to name: String, reference: String) {
    switch disposition {
    case .handled: self = .accepted(reference: reference, disposition: .handled)
    case .ignored: self = .accepted(reference: reference, disposition: .ignored)
    case .deferred: self = .accepted(reference: reference, disposition: .deferred)
    case .already: self = .accepted(reference: reference, disposition: .already)
    case .rejected(let code): self = .rejected(code: code, message: "'\(name)' was refused: \(code)")
    }
  }
}
