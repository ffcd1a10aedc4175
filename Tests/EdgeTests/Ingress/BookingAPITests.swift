import CEL
import EngineMessages
import Ingress
import Testing

@Suite struct BookingAPITests {
  @Test func aBookingIsCreatedAndItsCapabilitiesAreReturned() async throws {
    let receiver = RecordingSink(
      .created(
        reference: "VLT-1",
        capabilities: [.init(role: "client", secret: "s1"), .init(role: "consultant", secret: "s2")]))
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      let answer = try await gateway.create()
      #expect(answer.status == 201)
      #expect(answer["Location"] == "/v1/bookings/VLT-1")
      #expect(answer["Cache-Control"] == "no-store")
      #expect(answer.json?["capabilities"] == ["client": "s1", "consultant": "s2"])
      #expect(answer.json?["reference"] == "VLT-1")
      let start = try #require(receiver.starts.first)
      #expect(start.workflow == "booking")
      #expect(start.key == "key-1")
      #expect(start.source == "api:shop")
      #expect(start.input == ["a": 1])
      #expect(start.content == Array("{\"a\": 1}".utf8))
    }
  }

  @Test func bothTokensOfASiteAreTakenAndNoOther() async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.create(token: "old-token").status == 200)
      for token in [nil, "wrong", "old-token x", ""] {
        let answer = try await gateway.create(token: token)
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
      }
      #expect(gateway.receiver.starts.count == 1)
    }
  }

  @Test func aKeyIsAskedForAndLookedAt() async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.create(key: nil).code == "missing_idempotency_key")
      #expect(try await gateway.create(key: String(repeating: "k", count: 255)).status == 200)
      for key in [String(repeating: "k", count: 256), "with space", "ключ", ""] {
        let answer = try await gateway.create(key: key)
        #expect(answer.status == 400)
        #expect(answer["Content-Type"] == "application/problem+json")
      }
    }
  }

  @Test func aBodyThatIsNoObjectIsRefused() async throws {
    try await IngressHarness.with { gateway async throws in
      let malformed = try await gateway.create("{\"a\":")
      #expect(malformed.status == 400)
      #expect(malformed.code == "malformed_json")
      #expect(malformed.json?["detail"]?.stringValue?.contains("1:") == true)
      #expect(malformed.json?["type"] == "about:blank")
      #expect(malformed.json?["title"] == "Bad Request")
      #expect(malformed.json?["status"] == 400)
      for body in ["[]", "1", "\"x\"", "null"] {
        let answer = try await gateway.create(body)
        #expect(answer.status == 422)
        #expect(answer.code == "wrong_type")
      }
      #expect(try await gateway.create("").status == 400)
      #expect(try await gateway.create(type: "text/plain").status == 415)
      #expect(try await gateway.create(type: nil).status == 415)
      let tails = ["; charset=utf-8", "\t; charset=utf-8", " \t;charset=utf-8", "\t"]
      for tail in tails { #expect(try await gateway.create(type: "application/json" + tail).status == 200) }
      #expect(gateway.receiver.starts.count == tails.count)
    }
  }

  @Test func anOversizedBodyIs413AndReportedOnceAMinute() async throws {
    try await IngressHarness.with { gateway async throws in
      for size in [1_030, 3_000, 4_000_000] {
        let answer = try await gateway.create("{\"a\":\"\(String(repeating: "x", count: size))\"}")
        #expect(answer.status == 413)
      }
      #expect(gateway.receiver.reports.map(\.problem) == ["oversized_body"])
      #expect(gateway.receiver.starts.isEmpty)
    }
  }

  @Test func aBodyInPiecesIsLimitedAsWell() async throws {
    try await IngressHarness.with { gateway async throws in
      let head = "POST /v1/bookings HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer new-token\r\nIdempotency-Key: k\r\n"
      let type = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      let chunk = "200\r\n" + String(repeating: "x", count: 512) + "\r\n"
      let text = head + type + chunk + chunk + chunk + "0\r\n\r\n"
      let answer = try #require(await RawHTTP.exchange(port: gateway.port, Array(text.utf8)))
      #expect(answer.status == 413)
    }
  }

  @Test(arguments: [
    (Reply?.some(.conflict("another body came under this key")), 409, "idempotency_conflict", nil),
    (.rejected(code: "slot_taken", message: "the time is taken"), 409, "slot_taken", nil),
    (.rejected(code: "wrong_input", message: "price has to be int"), 422, "wrong_input", nil),
    (.overloaded("too many wait"), 503, "unavailable", "60"), (nil, 503, "unavailable", "5"),
    (.unknownTarget("there is none"), 404, "not_found", nil), (.keyExists("VLT-1"), 409, "reference_exists", nil),
  ])
  func aRefusalHasItsStatusAndItsCode(reply: Reply?, status: Int, code: String, retryAfter: String?) async throws {
    try await IngressHarness.with(IngressHarness.settings, RecordingSink(reply)) { gateway async throws in
      let answer = try await gateway.create()
      #expect(answer.status == status)
      #expect(answer.code == code)
      #expect(answer["Retry-After"] == retryAfter)
    }
  }

  @Test func anEventForAStoppedBookingIsAnswered202WithItsLocation() async throws {
    let receiver = RecordingSink(.accepted(reference: "VLT-1", disposition: .queued))
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      let answer = try await gateway.create()
      #expect(answer.status == 202)
      #expect(answer["Location"] == "/v1/bookings/VLT-1")
    }
  }

  @Test(arguments: [
    Reply.created(reference: "VLT-1", capabilities: [.init(role: "client", secret: "s1")]),
    .accepted(reference: "VLT-1", disposition: .ignored), .accepted(reference: "VLT-1", disposition: .queued),
    .rejected(code: "not_now", message: "refused"), .rejected(code: "wrong_data", message: "refused"),
  ])
  func aDuplicateIsAnsweredLikeItsOriginal(original: Reply) async throws {
    func answer(_ reply: Reply) async throws -> RawResponse {
      try await IngressHarness.with(IngressHarness.settings, RecordingSink(reply)) { gateway async throws in
        try await gateway.create()
      }
    }
    let (first, second) = (try await answer(original), try await answer(.duplicate(of: original)))
    #expect(second.status == first.status)
    #expect(second.json == first.json)
    #expect(second["Location"] == first["Location"])
    #expect(first["Idempotency-Replayed"] == nil)
    #expect(second["Idempotency-Replayed"] == "true")
  }

  @Test func aCommitThatDoesNotComeInTimeIs503AndSaysThatItsOutcomeIsUnknown() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let receiver = RecordingSink { for await _ in stream {} }
    try await IngressHarness.with(IngressHarness.settings, receiver, pause: { _ in }) { gateway async throws in
      let answer = try await gateway.create()
      #expect(answer.status == 503)
      #expect(answer.code == "outcome_unknown")
      #expect(answer["Retry-After"] != nil)
      let detail = try #require(answer.json?["detail"]?.stringValue)
      #expect(detail.contains("not known yet"))
      #expect(detail.contains("same key"))
      #expect(!detail.contains("nothing was stored"))
    }
    continuation.finish()
  }

  @Test func onlyWhereItIsTrueASenderHearsThatNothingWasStored() async throws {
    try await IngressHarness.with(IngressHarness.settings, RecordingSink(nil)) { gateway async throws in
      #expect(try await gateway.create().json?["detail"]?.stringValue?.contains("nothing was stored") == true)
    }
  }

  @Test func anUnknownCollectionIs404() async throws {
    try await IngressHarness.with { gateway async throws in
      let headers = IngressHarness.headers(authorization: "Bearer new-token")
      #expect(try await gateway.send("POST", "/v1/invoices", headers, body: "{}").status == 404)
    }
  }
}
