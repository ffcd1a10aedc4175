import CEL
import Foundation
import Testing

extension EndToEnd {
  @Suite struct Definitions {
    /// A copy of the shipped workflows.
    private func copy() throws -> URL {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "workflows-\(UUID().uuidString.prefix(8))")
      try FileManager.default.copyItem(at: Program.root.appendingPathComponent("workflows"), to: folder)
      return folder
    }

    /// Two faults in two files; the lines at which they are.
    private func spoil(_ folder: URL) throws -> [String] {
      var places: [String] = []
      for (file, old, new) in [
        ("booking.yaml", "delivery.started: in_progress", "delivery.started: in_progres"),
        ("preparation.yaml", "size(context.open_items) == 0", "size(context.open_itemz) == 0"),
      ] {
        let url = folder.appendingPathComponent(file)
        let text = try String(contentsOf: url, encoding: .utf8)
        let line = try #require(
          text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(old) })
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[line] = lines[line].replacingOccurrences(of: old, with: new)
        try lines.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
        places.append("\(file):\(line + 1)")
      }
      return places
    }

    @Test func faultyDefinitionsAreRefusedWithEveryFindingAndTheRunningOnesStay() throws {
      let folder = try copy()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(consultants: ["c1"], workflows: folder)
      try rig.start()
      let before = try rig.ctl("workflows", "list", "--output", "json").out
      let places = try spoil(folder)
      let reload = try rig.ctl("reload")
      #expect(reload.code == 5)
      for place in places { #expect((reload.out + reload.err).contains(place), "\(reload.out)\(reload.err)") }
      func hashes(_ text: String) throws -> [Value?] {
        try JSON.parse(text)["items"]?.listValue?.map { $0["hash"] } ?? []
      }
      #expect(try hashes(rig.ctl("workflows", "list", "--output", "json").out) == hashes(before))
      let booked = try rig.book(Order(key: "after", consultant: "c1", start: rig.now.noon(inDays: 3)))
      #expect(try rig.ctl("bookings", "show", booked.reference).code == 0)
    }

    @Test func aDaemonDoesNotStartOnFaultyDefinitions() throws {
      let folder = try copy()
      defer { try? FileManager.default.removeItem(at: folder) }
      let places = try spoil(folder)
      let rig = try Rig(consultants: [], workflows: folder)
      let daemon = try rig.launch()
      let status = daemon.wait(seconds: 20)
      #expect(status != nil && status != 0)
      for place in places { #expect(daemon.text.err.contains(place), "\(daemon.text.err)") }
    }
  }
}
