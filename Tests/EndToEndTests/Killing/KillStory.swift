import CEL
import CivilTime
import Control
import Foundation

/// The end of a booking in the kill test.
enum Fate: String, Sendable, CaseIterable {
  case completed, clientCancels, consultantCancels, operatorCancels, expires
}

struct Actor: Sendable {
  var order: Order
  var booked: Booked
  var fate: Fate

  var reference: String { booked.reference }
}

/// As many bookings as consultants at the same time, so that many steps are always open together.
struct KillStory {
  let rig: Rig
  let killer: Killer
  let driver: KillDriver
  /// Kills in each phase, at most.
  let perPhase: Int

  static let size = 32

  init(_ rig: Rig, _ killer: Killer, perPhase: Int) {
    self.rig = rig
    self.killer = killer
    driver = KillDriver(rig)
    self.perPhase = perPhase
  }

  private func phase(_ name: String) { killer.enter(name, kills: perPhase) }

  /// Replies that do not come keep steps open for as long as the daemon is to be killed; then they are carried out, whether
  /// or not anybody still waits.
  private func hold(_ operation: String) throws {
    try rig.provider("POST", "faults", ["on": .string(operation), "kind": "hold", "count": 16])
    Thread.detachNewThread { [rig, killer, perPhase] in
      let end = DispatchTime.now() + 3
      for _ in 0..<perPhase { _ = killer.killed.wait(timeout: end) }
      _ = try? rig.provider("DELETE", "faults")
    }
  }

  private static func fate(_ number: Int) -> Fate {
    switch number {
    case 0..<18: .completed
    case 18..<27: .clientCancels
    case 27..<29: .consultantCancels
    case 29..<31: .operatorCancels
    default: .expires
    }
  }

  /// Plays everything and returns the bookings, a week after the last meeting.
  func play() throws -> [Actor] {
    let begin = try driver.now()
    let meeting = begin.noon(inDays: 5)
    let end = meeting.after(.seconds(1_800))
    let cast = try create(meeting)
    try pay(cast, from: begin)
    phase("introductions")
    try driver.advance(to: begin.after(.seconds(3 * 3_600)))
    try cancel(cast, at: begin.after(.seconds(4 * 3_600)))
    phase("preparation")
    try driver.advance(to: meeting.after(.seconds(-40 * 3_600)))
    try driver.advance(to: meeting.after(.seconds(-25 * 3_600)))
    phase("reminders")
    try driver.advance(to: meeting.after(.seconds(-2 * 3_600)))
    try driver.advance(to: meeting.after(.seconds(60)))
    try meet(cast, end: end)
    phase("transfers")
    try hold("transfers.create")
    try driver.advance(to: end.after(.seconds(30 * 3_600)))
    killer.enter("the end", kills: 0)
    try driver.advance(to: end.after(.seconds(9 * 86_400)))
    return cast
  }

  private func create(_ meeting: Instant) throws -> [Actor] {
    phase("creation")
    try hold("payment_intents.create")
    return try driver.all(Array(0..<Self.size)) { [driver] number in
      let order = Order(
        key: "kill-\(number)", consultant: "c\(number)", price: 10_000 + Int64(number) * 500, start: meeting)
      return Actor(order: order, booked: try driver.book(order), fate: Self.fate(number))
    }
  }

  private func pay(_ cast: [Actor], from begin: Instant) throws {
    // The intents' retries come within seconds of the sandbox's clock, the offer ends after a quarter of an hour.
    try driver.advance(to: begin.after(.seconds(120)))
    phase("payment")
    let payers = cast.filter { $0.fate != .expires }
    _ = try driver.all(payers) { [rig] in
      try rig.provider("POST", "pay", ["group": .string($0.reference), "outcome": "succeed"])
    }
    try driver.advance(to: begin.after(.seconds(600)))
  }

  private func cancel(_ cast: [Actor], at instant: Instant) throws {
    phase("refunds")
    try driver.advance(to: instant)
    try hold("refunds.create")
    _ = try driver.all(cast) { [driver] actor in
      switch actor.fate {
      case .completed, .expires: return
      case .clientCancels: try driver.tell(actor.reference, actor.booked.client, "cancel.client", ["reason": nil])
      case .consultantCancels:
        try driver.tell(actor.reference, actor.booked.consultant, "cancel.consultant", ["reason": nil])
      case .operatorCancels:
        let request = SendEvent(
          reference: ShortText(actor.reference), name: "cancel.operator", data: ["reason": "test"])
        _ = try driver.call(request, key: "cancel-\(actor.reference)")
      }
    }
    try driver.advance(to: instant.after(.seconds(3_600)))
  }

  private func meet(_ cast: [Actor], end: Instant) throws {
    phase("meeting")
    let those = cast.filter { $0.fate == .completed }
    _ = try driver.all(those) { [driver] in try driver.tell($0.reference, $0.booked.consultant, "consultant.start") }
    try driver.advance(to: end)
    phase("delivery")
    _ = try driver.all(those) { [driver] in try driver.tell($0.reference, $0.booked.client, "client.confirm") }
    try driver.advance(to: end.after(.seconds(3_600)))
    phase("feedback")
    try driver.advance(to: end.after(.seconds(12 * 3_600)))
  }
}
