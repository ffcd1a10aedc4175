import Glibc
import Ingress
import Listening
import Synchronization
import Testing

@Suite struct GatewayTests {
  @Test func healthIsAlwaysGood() async throws {
    var settings = IngressHarness.settings
    settings.rate = .init(perSecond: 1, burst: 1)
    try await IngressHarness.with(settings) { gateway async throws in
      for _ in 0..<3 { #expect(try await gateway.send("GET", "/healthz").status == 200) }
    }
  }

  @Test(arguments: [
    ("GET", "/", 404), ("GET", "/v1/bookings/", 404), ("GET", "//v1/bookings/VLT-1", 404), ("GET", "/healthz/", 404),
    ("POST", "/healthz", 405), ("GET", "/webhooks/stripe", 405), ("PUT", "/v1/bookings", 405),
    ("GET", "/v1/bookings/..%2f..", 400), ("GET", "/v1/bookings/../x", 400),
    ("GET", "/v1/bookings/VLT-1/events/x", 405),
    ("GET", "/v1/bookings/VLT-1/x/y", 404), ("GET", "/v1/a/b/c/d/e/f", 404),
  ])
  func aPathIsTakenAsItStandsAndNeverRedirected(method: String, path: String, status: Int) async throws {
    try await IngressHarness.with { gateway async throws in
      let answer = try await gateway.send(method, path)
      #expect(answer.status == status)
      #expect((answer["Allow"] != nil) == (status == 405))
    }
  }

  @Test func headersAndTargetsAreBounded() async throws {
    try await IngressHarness.with { gateway async throws in
      let long = try await gateway.send("GET", "/v1/bookings/VLT-1?" + String(repeating: "x", count: 5_000))
      #expect(long.status == 414)
      #expect(try await gateway.send("GET", "/healthz", [("X", String(repeating: "x", count: 40_000))]).status == 431)
      let many = (0..<200).map { ("X-\($0)", "1") }
      #expect(try await gateway.send("GET", "/healthz", many).status == 431)
    }
  }

  @Test func controlCharactersInHeadersAreRefused() async throws {
    try await IngressHarness.with { gateway async throws in
      for value in ["a\rb", "a\u{0}b", "a\u{1}b"] {
        let answer = try await gateway.send(
          "POST", "/v1/bookings", IngressHarness.headers(key: value, authorization: "Bearer new-token"), body: "{}")
        #expect(answer.status == 400)
      }
      // A line feed begins another header, and the key is then a short one: nothing is smuggled into it.
      let text = "GET /v1/bookings/VLT-1\r\nX: y HTTP/1.1\r\n\r\n"
      #expect(await RawHTTP.exchange(port: gateway.port, Array(text.utf8))?.status == 505)
      #expect(gateway.receiver.starts.isEmpty)
    }
  }

  @Test func anAddressThatAsksTooOftenWaits() async throws {
    var settings = IngressHarness.settings
    settings.rate = .init(perSecond: 0.5, burst: 2)
    let clock = Mutex(Duration.zero)
    try await IngressHarness.with(settings, ticks: { clock.withLock { $0 } }) { gateway async throws in
      func ask() async throws -> RawResponse { try await gateway.send("GET", "/v1/bookings/VLT-1") }
      #expect(try await ask().status == 404)
      #expect(try await ask().status == 404)
      let third = try await ask()
      #expect(third.status == 429)
      #expect(third["Retry-After"] == "2")
      #expect(third["Connection"] == "close")
      clock.withLock { $0 = .seconds(2) }
      #expect(try await ask().status == 404)
      #expect(try await ask().status == 429)
    }
  }

  @Test func onlyADeclaredProxyIsBelieved() async throws {
    var settings = IngressHarness.settings
    settings.rate = .init(perSecond: 1, burst: 1)
    for (trusted, second) in [(true, 404), (false, 429)] {
      settings.trustedProxies = trusted ? [try #require(AddressRange("127.0.0.0/8"))] : []
      try await IngressHarness.with(settings) { gateway async throws in
        for (client, status) in [("198.51.100.1", 404), ("198.51.100.2", second)] {
          let headers = [("X-Forwarded-For", "203.0.113.9, \(client)")]
          #expect(try await gateway.send("GET", "/v1/bookings/VLT-1", headers).status == status)
        }
      }
    }
  }

  @Test func answersUnderWayAreFinishedBeforeTheDoorCloses() async throws {
    let (entered, enter) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    let receiver = RecordingSink {
      enter.finish()
      for await _ in released {}
    }
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      async let answer = gateway.create()
      for await _ in entered {}
      gateway.server.drain()
      release.finish()
      #expect(try await answer.status == 200)
    }
  }

  @Test func askingForWhatIsNotThereIsCountedToo() async throws {
    var settings = IngressHarness.settings
    settings.rate = .init(perSecond: 1, burst: 1)
    try await IngressHarness.with(settings) { gateway async throws in
      #expect(try await gateway.send("GET", "/nowhere").status == 404)
      #expect(try await gateway.send("GET", "/elsewhere").status == 429)
      #expect(try await gateway.send("DELETE", "/v1/bookings").status == 429)
    }
  }

  @Test func oneClientDoesNotUseUpWhatIsAnsweredAtOnce() async throws {
    let (entered, enter) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    let receiver = RecordingSink {
      enter.finish()
      for await _ in released {}
    }
    var settings = IngressHarness.settings
    settings.inFlight = 4
    settings.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
    try await IngressHarness.with(settings, receiver) { gateway async throws in
      @Sendable func create(_ client: String, _ key: String) async throws -> RawResponse {
        let headers = IngressHarness.headers(key: key, authorization: "Bearer new-token")
        return try await gateway.send("POST", "/v1/bookings", headers + [("X-Forwarded-For", client)], body: "{}")
      }
      async let first = create("192.0.2.1:5000", "1")
      for await _ in entered {}
      let second = try await create("192.0.2.1:5001", "2")
      #expect(second.status == 429)
      #expect(second["Retry-After"] == "1")
      async let other = create("[2001:db8::1]:5000", "3")
      release.finish()
      #expect(try await first.status == 200)
      #expect(try await other.status == 200)
    }
  }

  @Test func aBodyThatBreaksOffIsNotTaken() async throws {
    try await IngressHarness.with { gateway async throws in
      let head =
        "POST /webhooks/stripe HTTP/1.1\r\nHost: a\r\nStripe-Signature: t=1,v1=00\r\nContent-Length: 100\r\n\r\n{\"id\":"
      let answer = await RawHTTP.exchange(port: gateway.port, Array(head.utf8), ends: true)
      #expect(answer?.status == 400)
      #expect(gateway.receiver.events.isEmpty)
    }
  }

  @Test func oneRequestMoreThanAreAnsweredAtOnceIsSentAway() async throws {
    let (entered, enter) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    let receiver = RecordingSink {
      enter.finish()
      for await _ in released {}
    }
    var settings = IngressHarness.settings
    settings.inFlight = 1
    settings.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
    try await IngressHarness.with(settings, receiver) { gateway async throws in
      async let first = gateway.create(key: "1")
      for await _ in entered {}
      let headers = IngressHarness.headers(key: "2", authorization: "Bearer new-token")
      let second = try await gateway.send(
        "POST", "/v1/bookings", headers + [("X-Forwarded-For", "192.0.2.1")], body: "{}")
      #expect(second.status == 503)
      #expect(second["Retry-After"] != nil)
      release.finish()
      #expect(try await first.status == 200)
      #expect(try await gateway.create(key: "3").status == 200)
    }
  }

  @Test func anInheritedSocketIsAdopted() async throws {
    let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(fd, 8) == 0
      }
    }
    #expect(bound)
    var settings = IngressHarness.settings
    settings.address = .descriptor(fd)
    try await IngressHarness.with(settings) { gateway async throws in
      #expect(try await gateway.send("GET", "/healthz").status == 200)
    }
  }

  @Test func aTakenPortIsNamed() async throws {
    try await IngressHarness.with { gateway async throws in
      var settings = IngressHarness.settings
      settings.address = .tcp(host: "127.0.0.1", port: gateway.port)
      let error = await #expect(throws: ListenError.self) { try await IngressHarness.with(settings) { _ in } }
      #expect(error?.code == "address_in_use")
    }
  }
}
