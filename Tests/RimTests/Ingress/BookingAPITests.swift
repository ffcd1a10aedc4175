import CEL
import Ingress
import Testing

@Suite struct BookingAPITests {
  @Test func aBookingIsMadeAndItsCapabilitiesAreTold() async throws {
    let sink = RecordingSink(
      .created(reference: "VLT-1", capabilities: [("client", "s1"), ("consultant", "s2")], detail: ["price": 100]))
    try await IngressHarness.with(IngressHarness.settings, sink) { door async throws in
      let answer = try await door.create()
      #expect(answer.status == 201)
      #expect(answer["Location"] == "/v1/bookings/VLT-1")
      #expect(answer["Cache-Control"] == "no-store")
      #expect(answer.json?["capabilities"] == ["client": "s1", "consultant": "s2"])
      #expect(answer.json?["detail"] == ["price": 100])
      let start = try #require(sink.starts.first)
      #expect(start.workflow == "booking")
      #expect(start.key == "key-1")
      #expect(start.source == "api:shop")
      #expect(start.input == ["a": 1])
      #expect(start.rawBody == Array("{\"a\": 1}".utf8))
    }
  }

  @Test func bothTokensOfASiteAreTakenAndNoOther() async throws {
    try await IngressHarness.with { door async throws in
      #expect(try await door.create(token: "old-token").status == 200)
      for token in [nil, "wrong", "old-token x", ""] {
        let answer = try await door.create(token: token)
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
      }
      #expect(door.sink.starts.count == 1)
    }
  }

  @Test func aKeyIsAskedForAndLookedAt() async throws {
    try await IngressHarness.with { door async throws in
      #expect(try await door.create(key: nil).code == "missing_idempotency_key")
      #expect(try await door.create(key: String(repeating: "k", count: 255)).status == 200)
      for key in [String(repeating: "k", count: 256), "with space", "ключ", ""] {
        let answer = try await door.create(key: key)
        #expect(answer.status == 400)
        #expect(answer["Content-Type"] == "application/problem+json")
      }
    }
  }

  @Test func whatIsNotAnObjectIsRefused() async throws {
    try await IngressHarness.with { door async throws in
      let malformed = try await door.create("{\"a\":")
      #expect(malformed.status == 400)
      #expect(malformed.code == "malformed_json")
      #expect(malformed.json?["detail"]?.stringValue?.contains("1:") == true)
      #expect(malformed.json?["type"] == "about:blank")
      #expect(malformed.json?["title"] == "Bad Request")
      #expect(malformed.json?["status"] == 400)
      for body in ["[]", "1", "\"x\"", "null"] {
        let answer = try await door.create(body)
        #expect(answer.status == 422)
        #expect(answer.code == "wrong_type")
      }
      #expect(try await door.create("").status == 400)
      #expect(try await door.create(type: "text/plain").status == 415)
      #expect(try await door.create(type: nil).status == 415)
      #expect(try await door.create(type: "application/json; charset=utf-8").status == 200)
      #expect(door.sink.starts.count == 1)
    }
  }

  @Test func anOversizedBodyIs413AndReportedOnceAMinute() async throws {
    try await IngressHarness.with { door async throws in
      for size in [1_030, 3_000, 4_000_000] {
        let answer = try await door.create("{\"a\":\"\(String(repeating: "x", count: size))\"}")
        #expect(answer.status == 413)
      }
      #expect(door.sink.reports.map(\.problem) == ["oversized_body"])
      #expect(door.sink.starts.isEmpty)
    }
  }

  @Test func aBodyInPiecesIsLimitedAsWell() async throws {
    try await IngressHarness.with { door async throws in
      let head = "POST /v1/bookings HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer new-token\r\nIdempotency-Key: k\r\n"
      let type = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      let chunk = "200\r\n" + String(repeating: "x", count: 512) + "\r\n"
      let text = head + type + chunk + chunk + chunk + "0\r\n\r\n"
      let answer = try #require(await RawHTTP.exchange(port: door.port, Array(text.utf8)))
      #expect(answer.status == 413)
    }
  }

  @Test func theOtherVerdictsHaveTheirAnswers() async throws {
    let cases: [(Verdict, Int, String?)] = [
      (.conflict(message: "another body came under this key"), 409, "idempotency_conflict"),
      (.rejected(code: "slot_taken", message: "the time is taken", status: 409), 409, "slot_taken"),
      (.rejected(code: "wrong_type", message: "price has to be int", status: 422), 422, "wrong_type"),
      (.unavailable(retryAfterSeconds: 3), 503, "unavailable"), (.unknownTarget, 404, "not_found"),
      (.pending(location: "/v1/bookings/VLT-1"), 202, nil),
    ]
    for (verdict, status, code) in cases {
      try await IngressHarness.with(IngressHarness.settings, RecordingSink(verdict)) { door async throws in
        let answer = try await door.create()
        #expect(answer.status == status)
        #expect(answer.code == code)
        #expect(answer["Retry-After"] == (status == 503 ? "3" : nil))
        #expect(answer["Location"] == (status == 202 ? "/v1/bookings/VLT-1" : nil))
      }
    }
  }

  @Test func aDuplicateIsAnsweredLikeItsOriginal() async throws {
    let sink = RecordingSink(.duplicate(["status": 201, "reference": "VLT-1"]))
    try await IngressHarness.with(IngressHarness.settings, sink) { door async throws in
      let answer = try await door.create()
      #expect(answer.status == 201)
      #expect(answer["Idempotency-Replayed"] == "true")
      #expect(answer.json == ["reference": "VLT-1"])
    }
  }

  @Test func aCommitThatDoesNotComeInTimeIs503() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let sink = RecordingSink { for await _ in stream {} }
    try await IngressHarness.with(IngressHarness.settings, sink, pause: { _ in }) { door async throws in
      let answer = try await door.create()
      #expect(answer.status == 503)
      #expect(answer["Retry-After"] != nil)
    }
    continuation.finish()
  }

  @Test func anUnknownCollectionIs404() async throws {
    try await IngressHarness.with { door async throws in
      let headers = IngressHarness.headers(authorization: "Bearer new-token")
      #expect(try await door.send("POST", "/v1/invoices", headers, body: "{}").status == 404)
    }
  }
}
