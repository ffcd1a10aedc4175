import Foundation
import Testing

extension EndToEnd {
  @Suite struct StoreGuards {
    /// A daemon that must not start: its exit status and what it said.
    private func refusal(_ rig: Rig, _ settings: String) throws -> (status: Int32?, text: String) {
      let daemon = try rig.launch(settings: settings)
      let status = daemon.wait(seconds: 20)
      if status == nil { daemon.end(SIGKILL) }
      return (status, daemon.text.err)
    }

    @Test func aStoreWithATestClockIsRefusedByALiveDaemonAndASecondDaemonByTheFirst() throws {
      let rig = try Rig(consultants: [])
      try rig.start()
      let second = try refusal(rig, "magnetiqd.yaml")
      #expect(second.status == 1 && second.text.contains("a store has one writer"), "\(second)")
      #expect(rig.isUp)
      #expect(try rig.ctl("status").code == 0)
      rig.stop()
      let live = try refusal(rig, "live.yaml")
      #expect(live.status == 1 && live.text.contains("clock-mode"), "\(live)")
      try rig.start()
      #expect(try rig.ctl("store", "verify").code == 0)
    }

    @Test func aLiveStoreIsRefusedByADaemonWithATestClock() throws {
      let rig = try Rig(consultants: [])
      let live = try rig.launch(settings: "live.yaml")
      #expect(live.line(beginning: "magnetiqd: ready") != nil, "\(live.text.err)")
      #expect(live.end(SIGTERM) == 0)
      #expect(live.text.err.contains("magnetiqd has stopped"), "\(live.text.err)")
      let test = try refusal(rig, "magnetiqd.yaml")
      #expect(test.status == 1 && test.text.contains("clock-mode"), "\(test)")
    }
  }
}
