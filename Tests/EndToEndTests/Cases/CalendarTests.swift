import CEL
import CivilTime
import Digests
import Foundation
import Testing

extension EndToEnd {
  /// The source `calendar` of config/magnetiqd.yaml, and what the shipped booking hears from it.
  @Suite struct Calendar {
    private func send(_ rig: Rig, _ body: Value, secret: String = Rig.calendarSecret) throws -> Int {
      let bytes = Array(JSON.text(body).utf8)
      let code = HMACSHA256.code(for: bytes, key: Array(secret.utf8))
      let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let answer = HTTP.json(
        rig.publicPort, "POST", "/webhooks/calendar", body, headers: ["X-Cal-Signature-256": "sha256=\(hex)"])
      guard let answer else { throw Trouble("the daemon is gone") }
      return answer.status
    }

    @Test func anInvitationThatIsDeclinedBecomesATaskAndCancelsNothing() throws {
      let rig = try Rig(consultants: ["c1"])
      try rig.start()
      let reference = try rig.book(Order(key: "one", consultant: "c1", start: try rig.now.noon(inDays: 5))).reference
      try rig.settle()
      try rig.provider("POST", "pay", ["group": .string(reference), "outcome": "succeed"])
      try rig.settle()

      let declined: Value = [
        "id": "reply-1", "type": "reply.declined", "createdAt": .string(try rig.now.description),
        "uid": .string(reference),
      ]
      #expect(try send(rig, declined, secret: "somebody else's") == 400)
      #expect(try rig.number("SELECT count(*) FROM tasks WHERE step = 'task/declined/client'") == 0)
      for _ in 0..<2 { #expect(try send(rig, declined) == 200) }
      try rig.settle()
      #expect(try rig.number("SELECT count(*) FROM tasks WHERE step = 'task/declined/client'") == 1)
      let shown = try JSON.parse(rig.ctl("bookings", "show", reference, "--output", "json").out)
      let root = shown["machines"]?.listValue?.first { $0["workflow"]?.stringValue == "booking" }
      #expect(root?["view"]?["status"]?.stringValue == "confirmed")
    }
  }
}
