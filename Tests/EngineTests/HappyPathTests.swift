import CEL
import CivilTime
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

@Suite struct HappyPathTests {
  static let epoch = Instant(seconds: 1_803_893_400, nanoseconds: 0)!

  @Test func aBookingRunsFromRequestToRelease() throws {
    let simulation = try Simulation(bundle: Bench.bundle.get(), now: Self.epoch)
    let booking = Booking(simulation)
    try booking.runHappyPath()
    let story = try simulation.story()
    let view = try simulation.view(booking.reference)
    #expect(view["status"] == "completed", Comment(rawValue: story))
    #expect(view["escrowStatus"] == "released")
    #expect(view["stage"] == "closed")
    #expect(try simulation.balances(booking.reference) == ["client": -3_000, "transferred": 2_550, "fee": 450])
    let transfers = simulation.providers.acts(of: "stripe.transfer")
    #expect(transfers.map { $0.input["amount"] } == [2_550])
    #expect(simulation.providers.acts(of: "social.post").count == 1)
    #expect(try simulation.reader().countOpenIncidents() == 0)
    #expect(try simulation.verify().map(\.description) == [])
  }
}
