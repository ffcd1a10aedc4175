import CEL
import Foundation
import Testing

extension EndToEnd {
  /// Workflows of several kinds run side by side in one daemon.
  @Suite struct SeveralRoots {
    /// The shipped workflows, those of `docs/writing-a-workflow.md`, and one whose input has no `reference`.
    private func folder() throws -> URL {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roots-\(UUID().uuidString.prefix(8))")
      try FileManager.default.copyItem(at: Program.root.appendingPathComponent("workflows"), to: folder)
      let page = try String(
        contentsOf: Program.root.appendingPathComponent("docs/writing-a-workflow.md"), encoding: .utf8)
      let files = page.matches(of: /\*\*`([a-z]+\.yaml)`\*\*\n\n```yaml\n((?s:.*?))```/)
      try #require(files.count == 2)
      for file in files {
        try String(file.2).write(to: folder.appendingPathComponent(String(file.1)), atomically: true, encoding: .utf8)
      }
      let ticket = """
        workflow: a-ticket
        family: []
        key: "${input.number}"
        input: {number: {type: string, format: reference}}
        events: {close: {by: [operator], otherwise: reject}}
        view: {status: {type: open|closed, index: true}}
        initial: open
        states:
          open: {view: {status: open}, rest: true, on: {close: closed}}
          closed: {type: final, view: {status: closed}}

        """
      try ticket.write(to: folder.appendingPathComponent("a-ticket.yaml"), atomically: true, encoding: .utf8)
      return folder
    }

    private func versions(_ rig: Rig) throws -> [(root: String, version: String, isDeployed: Bool, live: Int64)] {
      let listed = try JSON.parse(rig.ctl("workflows", "list", "--output", "json").out)["items"]?.listValue ?? []
      return listed.filter { $0["workflow"] == $0["root"] }.map {
        (
          $0["root"]?.stringValue ?? "", $0["version"]?.stringValue ?? "", $0["deployed"] == .bool(true),
          $0["families"]?.intValue ?? -1
        )
      }
    }

    @Test func theGuidesExampleRunsBesideTheShippedWorkflowsToItsEnd() throws {
      let folder = try folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(
        consultants: ["c1"], workflows: folder, collections: "bookings: booking, orders: order, tickets: a-ticket")
      try rig.start()
      let site = "Bearer \(Rig.site)"
      // A reference is drawn where one is declared and none is given.
      let order = rig.post("/v1/orders", ["total": 50_000], key: "o1", authorization: site)
      #expect(order?.status == 201, "\(order?.text ?? "")")
      let reference = try #require(order?.json["reference"]?.stringValue)
      let booked = try rig.book(Order(key: "b1", consultant: "c1", start: rig.now.noon(inDays: 3)))
      // The input of another workflow has the fields that it declares, and no other.
      let ticket = rig.post("/v1/tickets", ["number": "T-1"], key: "t1", authorization: site)
      #expect(ticket?.status == 201 && ticket?.json["reference"] == "T-1", "\(ticket?.text ?? "")")
      let again = rig.post("/v1/tickets", ["number": "T-1"], key: "t2", authorization: site)
      #expect(again?.status == 409 && again?.json["code"] == "reference_exists", "\(again?.text ?? "")")
      try rig.settle()

      let before = try versions(rig)
      let used = before.filter { !["hold", "consultant"].contains($0.root) }
      #expect(Set(used.map(\.version)).count == 3 && used.allSatisfy { $0.isDeployed && $0.live == 1 })
      // A change of one workflow leaves the others' versions; the running one is listed with its bookings.
      let file = folder.appendingPathComponent("approval.yaml")
      try (String(contentsOf: file, encoding: .utf8) + "# more\n").write(to: file, atomically: true, encoding: .utf8)
      let reload = try rig.ctl("reload")
      #expect(reload.code == 0, "\(reload.err)")
      let after = try versions(rig)
      for kept in ["booking", "a-ticket"] {
        #expect(after.filter { $0.root == kept }.map(\.version) == before.filter { $0.root == kept }.map(\.version))
      }
      let orders = after.filter { $0.root == "order" }
      #expect(orders.map(\.isDeployed) == [true, false] && orders.map(\.live) == [0, 1])
      #expect(orders.last?.version == before.first { $0.root == "order" }?.version)

      // To the end.
      #expect(
        try rig.ctl("events", "send", reference, "approval.give", "--data", #"{"yes": true}"#, "--reason", "known").code
          == 0)
      try rig.settle()
      let tasks = try JSON.parse(rig.ctl("tasks", "list", "--output", "json").out)["items"]?.listValue ?? []
      let task = try #require(tasks.first { $0["reference"]?.stringValue == reference })
      let number = try #require(task["task"]?.stringValue)
      #expect(try rig.ctl("tasks", "done", number, "--reason", "handed to the carrier").code == 0)
      try rig.settle()
      let view = HTTP.json(rig.publicPort, "GET", "/v1/orders/\(reference)", headers: ["Authorization": site])
      #expect(view?.json["view"]?["status"] == "shipped", "\(view?.text ?? "")")
      #expect(try rig.ctl("bookings", "show", booked.reference).code == 0)
    }

    @Test func aReloadThatDoesNotFitTheSettingsIsRefused() throws {
      let folder = try folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let rig = try Rig(consultants: ["c1"], workflows: folder, collections: "bookings: booking, tickets: a-ticket")
      try rig.start()
      try FileManager.default.removeItem(at: folder.appendingPathComponent("a-ticket.yaml"))
      let reload = try rig.ctl("reload")
      #expect(reload.code == 5)
      #expect((reload.out + reload.err).contains("ingress.collections.tickets"), "\(reload.out)\(reload.err)")
      let ticket = rig.post("/v1/tickets", ["number": "T-1"], key: "t1", authorization: "Bearer \(Rig.site)")
      #expect(ticket?.status == 201)
    }
  }
}
