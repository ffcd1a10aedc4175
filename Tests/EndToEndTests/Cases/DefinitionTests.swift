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

    private func change(_ url: URL, _ old: String, _ new: String) throws {
      let text = try String(contentsOf: url, encoding: .utf8)
      try #require(text.contains(old))
      try text.replacingOccurrences(of: old, with: new).write(to: url, atomically: true, encoding: .utf8)
    }

    private func subjects(_ rig: Rig, _ reference: String) throws -> [String] {
      try rig.report(reference)["mails"]?.listValue?.compactMap { $0["subject"]?.stringValue } ?? []
    }

    @Test func aBookingKeepsTheTemplatesThatItStartedWith() throws {
      let folder = try copy()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(consultants: ["c1"], workflows: folder)
      try rig.start()
      let old = try rig.book(Order(key: "old", consultant: "c1", start: rig.now.noon(inDays: 3)))
      try rig.settle()
      try change(folder.appendingPathComponent("templates/confirmation.en.mail"), "subject: ", "subject: NEW ")
      #expect(try rig.ctl("reload").code == 0)
      let new = try rig.book(Order(key: "new", consultant: "c1", start: rig.now.noon(inDays: 4)))
      try rig.settle()
      // Over a restart as well: older templates come from the store.
      rig.stop()
      try rig.start()
      for booked in [old, new] {
        try rig.provider("POST", "pay", ["group": .string(booked.reference), "outcome": "succeed"])
        try rig.settle()
      }
      #expect(try subjects(rig, old.reference).contains { $0.hasPrefix("Confirmed") })
      #expect(try !subjects(rig, old.reference).contains { $0.hasPrefix("NEW ") })
      #expect(try subjects(rig, new.reference).contains { $0.hasPrefix("NEW Confirmed") })
    }

    @Test func aTemplateThatIsNamedAndMissingKeepsDefinitionsOut() throws {
      let folder = try copy()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(consultants: ["c1"], workflows: folder)
      try rig.start()
      try change(folder.appendingPathComponent("payment.yaml"), "template: payment_link,", "template: pay_here,")
      let reload = try rig.ctl("reload")
      #expect(reload.code == 5)
      for part in ["payment.yaml:", "pay_here"] { #expect((reload.out + reload.err).contains(part)) }
      rig.stop()
      let daemon = try rig.launch()
      let status = daemon.wait(seconds: 20)
      #expect(status != nil && status != 0)
      #expect(daemon.text.err.contains("pay_here"))
    }

    @Test func aDaemonDoesNotStartWithoutWhatLiveBookingsNeed() throws {
      let folder = try copy()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(consultants: ["c1"], workflows: folder)
      try rig.start()
      let booked = try rig.book(Order(key: "live", consultant: "c1", start: rig.now.noon(inDays: 3)))
      try rig.settle()
      rig.stop()
      // The definitions of tomorrow need no CRM, those of the running booking do.
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".yaml") {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
      try "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\nstates: {a: {rest: true}}\n"
        .write(to: folder.appendingPathComponent("small.yaml"), atomically: true, encoding: .utf8)
      let settings = rig.folder.appendingPathComponent("magnetiqd.yaml")
      try change(settings, "  odoo: {", "  # odoo: {")
      try change(settings, "bookings: booking", "smalls: small")
      let daemon = try rig.launch()
      let status = daemon.wait(seconds: 20)
      #expect(status != nil && status != 0)
      for part in ["1 booking, for example \(booked.reference)", "crm.upsert", "Configure again"] {
        #expect(daemon.text.err.contains(part), "\(daemon.text.err)")
      }
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
