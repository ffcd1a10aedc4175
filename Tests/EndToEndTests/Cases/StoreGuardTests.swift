import Foundation
import SQLiteStorage
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

    /// Copies the file once it says itself, and not its log, that a daemon has it open. A copy that was made while the log
    /// was being copied into the file is made again.
    private func copyOfOpenStore(_ file: URL, in folder: URL) throws -> URL {
      let deadline = Date().addingTimeInterval(20)
      let watch = try FolderWatch(file.deletingLastPathComponent())
      let copy = folder.appendingPathComponent("copy.db")
      while Date() < deadline {
        let bytes = try Data(contentsOf: file)
        // A key and its value stand beside each other in a row.
        if bytes.range(of: Data("open1".utf8)) != nil {
          try bytes.write(to: copy)
          try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy.path)
          if let found = try? SQLiteStore(path: copy.path).integrityCheck(), found.isEmpty { return copy }
        }
        watch.wait(milliseconds: 1_000)
      }
      throw Trouble("the log was not copied into \(file.path)")
    }

    @Test func aStoreWithoutItsLogIsReportedUntilAnOperatorClosesTheIncident() throws {
      let rig = try Rig(consultants: [])
      try rig.start()
      let copy = try copyOfOpenStore(rig.store, in: rig.folder)
      rig.stop()
      try rig.start()
      #expect(try rig.ctl("store", "verify").code == 0)
      rig.stop()
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: rig.store.path + suffix))
      }
      try FileManager.default.moveItem(at: copy, to: rig.store)
      try rig.start()
      let verified = try rig.ctl("store", "verify")
      #expect(verified.code == 5 && verified.out.contains("without its log"), "\(verified)")
      let open = try rig.rows("SELECT id FROM incidents WHERE code = 'store-log-missing'")
      #expect(open.count == 1)
      #expect(
        try rig.ctl("incidents", "discard", open.first?.first.flatMap { $0 } ?? "", "--reason", "whole").code == 0)
      #expect(try rig.ctl("store", "verify").code == 0)
      rig.stop()
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
