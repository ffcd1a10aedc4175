import CEL
import CivilTime
import EngineMessages
import MemoryStorage
import Storage
import Testing
import WorkflowTesting

/// A consultant's time is sold once, whoever is first.
@Suite struct SlotClaimTests {
  @Test func m35_fiftyBookingsOfOneSlotMakeOneClaim() throws {
    let store = MemoryStore()
    let simulation = try Simulation(bundle: Bench.bundle.get(), now: Bench.epoch, store: store) { $0 }
    var (created, refused) = (0, 0)
    for number in 0..<50 {
      switch try Booking(simulation, reference: "VLT-20270101-N\(number)").request() {
      case .created: created += 1
      case .rejected("slot_taken", _): refused += 1
      case let reply: Issue.record("\(reply)")
      }
    }
    #expect((created, refused) == (1, 49))
    let reader = try store.makeReader()
    let claims = try reader.claims(on: "consultant/c1", from: 0, to: Instant.latest.microsecondsRoundedUp, limit: 100)
    #expect(claims.map(\.name) == ["slot"])
  }

  @Test func m21_theClaimBeginsWithTheMeetingAndEndsAfterTheBuffer() throws {
    let store = MemoryStore()
    let simulation = try Simulation(bundle: Bench.bundle.get(), now: Bench.epoch, store: store) { $0 }
    let booking = Booking(simulation)
    try booking.request()
    let claims = try store.makeReader().claims(
      on: "consultant/c1", from: 0, to: Instant.latest.microsecondsRoundedUp, limit: 100)
    #expect(claims.first?.from == booking.start.microsecondsRoundedUp)
    #expect(claims.first?.to == booking.start.microsecondsRoundedUp + 45 * 60 * 1_000_000)
  }
}
