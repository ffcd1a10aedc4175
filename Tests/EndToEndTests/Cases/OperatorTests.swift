import CEL
import CivilTime
import Foundation
import Testing

extension EndToEnd {
  @Suite struct Operators {
    @Test func operatorsSeeAndSteerBookings() throws {
      let rig = try Rig(consultants: ["c1", "c2"])
      try rig.start()
      let meeting = try rig.now.noon(inDays: 5)
      let one = try rig.book(Order(key: "one", consultant: "c1", start: meeting)).reference
      let two = try rig.book(Order(key: "two", consultant: "c2", start: meeting)).reference
      try rig.settle()
      for reference in [one, two] {
        try rig.provider("POST", "pay", ["group": .string(reference), "outcome": "succeed"])
      }
      try rig.settle()

      for arguments in [
        ["status"], ["bookings", "list"], ["bookings", "show", one], ["bookings", "history", one],
        ["tasks", "list"], ["incidents", "list"], ["timers", "list"], ["workflows", "list"], ["clock", "show"],
        ["executors", "list"], ["executors", "check"],
        ["templates", "preview", "confirmation", "--booking", one],
      ] {
        let text = try rig.ctl(arguments)
        #expect(text.code == 0, "\(arguments): \(text.err)")
        let parsed = try rig.ctl(arguments + ["--output", "json"])
        #expect(parsed.code == 0)
        #expect(try JSON.parse(parsed.out).mapValue != nil, "\(arguments): \(parsed.out)")
      }
      let listed = try JSON.parse(rig.ctl("bookings", "list", "--output", "json").out)
      #expect(Set(listed["items"]?.listValue?.compactMap { $0["reference"]?.stringValue } ?? []) == [one, two])

      // Reasons and keys
      let silent = try rig.ctl("bookings", "cancel", one)
      #expect(silent.code != 0 && silent.err.contains("--reason"))
      let start = meeting.after(.seconds(86_400)).description
      let end = meeting.after(.seconds(86_400 + 1_800)).description
      let move = [
        "bookings", "reschedule", one, "--start", start, "--end", end, "--reason", "asked by phone", "--key", "move-1",
      ]
      for _ in 0..<2 {
        let moved = try rig.ctl(move)
        #expect(moved.code == 0, "\(moved.out)\(moved.err)")
      }
      try rig.settle()
      let shown = try JSON.parse(rig.ctl("bookings", "show", one, "--output", "json").out)
      let root = shown["machines"]?.listValue?.first { $0["workflow"]?.stringValue == "booking" }
      #expect(root?["view"]?["epoch"]?.intValue == 2, "moved once: \(JSON.text(root?["view"] ?? .null))")
      let cancel = ["bookings", "cancel", two, "--reason", "the consultant is ill", "--key", "cancel-1"]
      for _ in 0..<2 { #expect(try rig.ctl(cancel).code == 0) }
      try rig.settle()
      #expect(try rig.report(two)["refunds"]?.listValue?.count == 1)
      let history = try rig.ctl("bookings", "history", two)
      #expect(history.out.contains("the consultant is ill"))

      // Exit codes
      let again = try rig.ctl("bookings", "cancel", two, "--reason", "again", "--key", "cancel-2")
      #expect(again.code == 0 || again.code == 1)
      let bad = try rig.ctl(
        "bookings", "reschedule", one, "--start", "2020-01-01T10:00:00Z", "--end", "2020-01-01T11:00:00Z", "--reason",
        "past")
      #expect(bad.code == 1, "\(bad.out)\(bad.err)")
      #expect(try rig.ctl("bookings", "show", "VLT-20260101-0000").code == 3)
      #expect(try rig.ctl("bookings", "cancel", "VLT-20260101-0000", "--reason", "gone").code == 3)
      #expect(try rig.ctl("incidents", "show", "9999").code == 3)
      #expect(try rig.ctl("store", "verify").code == 0)
      rig.stop()
      let down = try rig.ctl("bookings", "list")
      #expect(down.code == 4 && !down.err.isEmpty)
    }
  }
}
