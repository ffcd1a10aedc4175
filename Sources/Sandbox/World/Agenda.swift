import CivilTime

/// An act of the provider that happens by itself at a later instant.
enum Settlement: Sendable, Hashable {
  case refundSucceeds(String)
  case refundFails(String)
  case paymentSucceeds(String)
  case paymentFails(String)
  case payoutArrives(String)
  case sessionExpires(String)
}

/// Settlements to come, in the order of their instants.
struct Agenda: Sendable {
  struct Entry: Sendable {
    let due: Instant
    let settlement: Settlement
  }
  private(set) var entries: [Entry] = []

  var nextDue: Instant? { entries.first?.due }

  mutating func add(_ settlement: Settlement, due: Instant) {
    let place = entries.firstIndex { $0.due > due } ?? entries.count
    entries.insert(Entry(due: due, settlement: settlement), at: place)
  }

  mutating func removeFirst(notAfter instant: Instant) -> Entry? {
    guard let first = entries.first, first.due <= instant else { return nil }
    return entries.removeFirst()
  }
}
