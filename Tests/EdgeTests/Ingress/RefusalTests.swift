import CEL
import EngineMessages
import Synchronization
import Testing

@testable import Ingress

/// A refusal says everything that is wrong, where, and what to do.
@Suite struct RefusalTests {
  private let faults = [
    FieldFault(pointer: "#/price", expected: "int", given: "\"a lot\""),
    FieldFault(
      pointer: "#/metod", expected: "a declared field", given: "an unknown one", cure: "did you mean 'method'?"),
  ]

  @Test(arguments: ["wrong_input", "wrong_data"])
  func theFaultsOfFieldsAreListedEachWithItsPlace(_ code: String) async throws {
    let sink = RecordingSink(.rejected(code: code, message: "in words"))
    sink.state.withLock { $0.faults = faults }
    try await IngressHarness.with(IngressHarness.settings, sink) { door in
      let answer = try await door.create()
      #expect(answer.status == 422 && answer.code == code)
      let errors = try #require(answer.json?["errors"]?.listValue)
      #expect(
        errors == [
          ["pointer": "#/price", "expected": "int", "given": "\"a lot\""],
          [
            "pointer": "#/metod", "expected": "a declared field", "given": "an unknown one",
            "cure": "did you mean 'method'?",
          ],
        ])
      #expect(answer.json?["detail"]?.stringValue?.contains("2 fields") == true)
    }
  }

  @Test func aRefusalOfAnotherKindListsNone() async throws {
    let sink = RecordingSink(.rejected(code: "slot_taken", message: "in words"))
    sink.state.withLock { $0.faults = faults }
    try await IngressHarness.with(IngressHarness.settings, sink) { door in
      let answer = try await door.create()
      #expect(answer.status == 409 && answer.json?["errors"] == nil)
    }
  }

  @Test func aBodyThatIsNoObjectIsAFaultOfTheWholeBody() async throws {
    try await IngressHarness.with { door in
      let answer = try await door.create("[1]")
      #expect(answer.status == 422 && answer.code == "wrong_type")
      #expect(answer.json?["errors"]?[0]?["pointer"] == "#")
    }
  }

  @Test func aWrongSignatureIsCountedAndReportedOnceAMinute() async throws {
    try await IngressHarness.with { door in
      for _ in 0..<3 {
        let answer = try await door.stripe("{}", secret: "whsec_wrong")
        #expect(answer.status == 400 && answer.code == "bad_request" && answer.json?["detail"] == nil)
      }
      _ = try await door.send("POST", "/webhooks/stripe", [], body: "{}")
      #expect(
        door.tally.refusals.map { "\($0.source) \($0.reason) \($0.count)" } == [
          "stripe mismatch 3", "stripe missing_header 1",
        ])
      let remarks = door.receiver.state.withLock { $0.remarks }
      #expect(remarks.count == 2)
      #expect(remarks.first?.contains("mismatch; none of the source's secrets verifies it") == true)
      #expect(remarks.last?.contains("the sender has to give Stripe-Signature") == true)
    }
  }

  @Test(arguments: [
    ("/v1/bookings/VLT-1", "VLT-1"), ("/v1/bookings/a~b:c@d+e=f", "a~b:c@d+e=f"),
    ("/v1/bookings/a%7Eb%3Ac%40d%2Be%3Df", "a~b:c@d+e=f"), ("/v1/bookings/%56LT-1?x=%2F", "VLT-1"),
  ])
  func everyReferenceCanBeReached(_ path: String, _ reference: String) throws {
    #expect(try Route.parse(path) == .item(collection: "bookings", reference: reference))
    let events = path.prefix { $0 != "?" } + "/events/cancel.client"
    #expect(
      try Route.parse(String(events)) == .event(collection: "bookings", reference: reference, name: "cancel.client"))
  }

  @Test(arguments: [
    "/v1/bookings/a%2Fb", "/v1/bookings/a%00", "/v1/bookings/%zz", "/v1/bookings/%E4", "/v1/bookings/a%20b",
    "/v1/book:ings/a", "/webhooks/a+b", "/v1/bookings/a/events/b:c", "/v1/bookings/..", "/v1/bookings/%2e%2e",
  ])
  func anInvalidNameIsRefusedHoweverItIsWritten(_ path: String) {
    #expect(throws: Route.Failure.malformed) { try Route.parse(path) }
  }
}
