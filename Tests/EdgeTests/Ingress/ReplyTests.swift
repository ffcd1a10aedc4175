import CEL
import EngineMessages
import Testing

/// Replies as they are remembered for duplicates.
@Suite struct ReplyTests {
  @Test(
    arguments: [
      Reply.created(reference: "VLT-1", capabilities: []), .carriedOut(reference: "VLT-1", result: "retried"),
      .carriedOut(reference: "VLT-1", result: "unknown"), .carriedOut(reference: "VLT-1", result: "rejected"),
      .rejected(code: "slot_taken", message: "the time is taken"), .conflict("another body"),
      .unknownTarget("there is none"), .overloaded("too many"), .keyExists("VLT-1"),
    ] + Disposition.allCases.map { .accepted(reference: "", disposition: $0) })
  func aRememberedReplyIsReadBack(reply: Reply) {
    #expect(Reply(reply.value) == reply)
    #expect(Reply(Reply.duplicate(of: reply).value) == reply)
  }

  @Test func capabilitiesAreNotRemembered() {
    let reply = Reply.created(reference: "VLT-1", capabilities: [.init(role: "client", secret: "s")])
    #expect(Reply(reply.value) == .created(reference: "VLT-1", capabilities: []))
  }

  @Test func onlyAFaultOfTheRequestIsOne() {
    #expect(Reply.rejected(code: "wrong_data", message: "").isRequestFault)
    #expect(Reply.duplicate(of: .rejected(code: "forbidden", message: "")).isRequestFault)
    #expect(!Reply.rejected(code: "slot_taken", message: "").isRequestFault)
    #expect(!Reply.accepted(reference: "", disposition: .handled).isRequestFault)
  }
}
