import CEL
import CivilTime
import Execution
import Foundation
import SQLiteStorage
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// The engine's turns on a real file.
@Suite struct SQLiteTests {
  @Test func aBookingRunsOnAFileAndSurvivesACrashThere() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }
    let file = try SQLiteStore(path: folder.appendingPathComponent("magnetiq.db").path)
    for crashes in [false, true] {
      // The second booking has another day, on the file that the first one left.
      let simulation = try Simulation(
        bundle: Bench.bundle.get(), now: Bench.epoch, plan: crashes ? .init(crashAfterCommit: 20) : .none, store: file
      ) { $0 }
      let booking = Booking(
        simulation, reference: crashes ? "VLT-20270101-TWO" : "VLT-20270101-ONE", days: crashes ? 60 : 5)
      try booking.runHappyPath()
      let story = Comment(rawValue: try simulation.story())
      #expect(simulation.crashes == (crashes ? 1 : 0))
      #expect(try simulation.view(booking.reference)["stage"] == "closed", story)
      #expect(try simulation.balances(booking.reference) == ["client": -3_000, "transferred": 2_550, "fee": 450])
      #expect(simulation.providers.acts(of: "stripe.transfer").count == 1)
      #expect(try simulation.verify().map(\.description) == [])
    }
  }
}
