import CEL
import EngineMessages
import Synchronization
import Testing

@testable import Ingress

/// The stored input of one sender is bounded by the hour, and of that sender alone.
@Suite struct QuotaTests {
  @Test func aBucketHoldsAnHoursShareAndFillsWithTime() {
    let buckets = TokenBuckets(perHour: 60)
    for _ in 0..<60 { #expect(buckets.take("a", 1, at: .zero) == nil) }
    #expect(buckets.take("a", 1, at: .zero) == 60)
    #expect(buckets.take("a", 1, at: .seconds(59)) == 1)
    #expect(buckets.take("a", 1, at: .seconds(60)) == nil)
    #expect(buckets.take("b", 1, at: .zero) == nil)
  }

  @Test func aSenderOfLargeInputCanStillSendAShortOne() {
    let buckets = TokenBuckets(perHour: 240)
    var large = 0
    while buckets.take("a", 16, at: .zero) == nil { large += 1 }
    #expect(large == 11, "180 of 240 tokens are for large ones")
    for _ in 0..<60 { #expect(buckets.take("a", 1, at: .zero) == nil) }
  }

  @Test func somethingLargerThanTheBucketIsPaidForByAFullOne() {
    let buckets = TokenBuckets(perHour: 4)
    #expect(buckets.take("a", 1_000, at: .zero) == nil)
    #expect(buckets.take("a", 1_000, at: .zero) == 2_700)
    #expect(buckets.take("a", 1, at: .zero) == nil)
    let one = TokenBuckets(perHour: 1)
    #expect(one.take("a", 1_000, at: .zero) == nil)
    #expect(one.take("a", 1, at: .zero) == 3_600)
  }

  @Test func theTableOfKeysStaysBoundedAndBusyOnesAreKept() {
    let buckets = TokenBuckets(perHour: 1, keys: 10)
    #expect(buckets.take("busy", 1, at: .zero) == nil)
    for number in 0..<1_000 {
      _ = buckets.take("other \(number)", 1, at: .zero)
      #expect(buckets.take("busy", 1, at: .zero) != nil)
    }
  }

  private func settings() -> IngressSettings {
    var settings = IngressHarness.settings
    settings.bodyBytes = 64 * 1_024
    settings.eventBytes = 16 * 1_024
    settings.quota = .init(
      eventsPerCapability: 8, eventsPerBooking: 4, eventsPerSite: 6, bookingsPerSite: 2, eventsPerSource: 3)
    return settings
  }

  private let path = "/v1/bookings/VLT-1/events/say"

  private func send(
    _ gateway: IngressHarness, _ authorization: String, _ key: String, path: String? = nil, body: String = "{}"
  ) async throws -> RawResponse {
    try await gateway.send(
      "POST", path ?? self.path, IngressHarness.headers(key: key, authorization: authorization), body: body)
  }

  @Test func beyondAPartysQuotaNothingIsHandedOverUntilTimeHasPassed() async throws {
    let ticks = Mutex(Duration.zero)
    try await IngressHarness.with(settings(), ticks: { ticks.withLock { $0 } }) { gateway async throws in
      for n in 0..<8 { #expect(try await send(gateway, "Capability client-secret", "\(n)").status == 200) }
      let refused = try await send(gateway, "Capability client-secret", "9")
      #expect(refused.status == 429)
      #expect(refused.json?["code"] == "quota_exceeded")
      #expect(refused["Retry-After"] == "450")
      #expect(gateway.receiver.events.count == 8)
      #expect(gateway.receiver.reports.map(\.problem) == ["quota_exceeded"])
      #expect(try await send(gateway, "Bearer new-token", "1").status == 200, "the site has a share of its own")
      ticks.withLock { $0 = .seconds(450) }
      #expect(try await send(gateway, "Capability client-secret", "10").status == 200)
    }
  }

  @Test func inputThatStoresNothingCostsNothing() async throws {
    let replies: [Reply] = [
      .duplicate(of: .accepted(reference: "VLT-1", disposition: .handled)), .conflict("other"),
      .unknownTarget("none"), .overloaded("later"), .rejected(code: "wrong_data", message: "wrong"),
    ]
    for reply in replies {
      try await IngressHarness.with(settings(), RecordingSink(reply)) { gateway async throws in
        for n in 0..<20 {
          #expect(try await send(gateway, "Capability client-secret", "\(n)").status != 429, "\(reply)")
        }
      }
    }
    try await IngressHarness.with(
      settings(), RecordingSink(.rejected(code: "not_now", message: "refused"))
    ) { gateway async throws in
      for n in 0..<8 { #expect(try await send(gateway, "Capability client-secret", "\(n)").status == 409) }
      #expect(
        try await send(gateway, "Capability client-secret", "8").status == 429, "a refusal is remembered for ever")
    }
  }

  @Test func eachFourKibibytesCountAndLargerEventsAreRefused() async throws {
    try await IngressHarness.with(settings()) { gateway async throws in
      func body(_ bytes: Int) -> String { "{\"a\":\"\(String(repeating: "x", count: bytes))\"}" }
      let large = try await send(gateway, "Capability client-secret", "1", body: body(17_000))
      #expect((large.status, large.json?["code"]) == (413, "body_too_large"))
      #expect(try await send(gateway, "Capability client-secret", "2", body: body(14_000)).status == 200)
      #expect(try await send(gateway, "Capability client-secret", "3", body: body(14_000)).status == 429)
      #expect(try await send(gateway, "Capability client-secret", "4").status == 200)
    }
  }

  @Test func aSiteHasABoundForABookingForAllAndForNewOnes() async throws {
    try await IngressHarness.with(settings()) { gateway async throws in
      for n in 0..<4 { #expect(try await send(gateway, "Bearer new-token", "\(n)").status == 200) }
      #expect(try await send(gateway, "Bearer new-token", "5").status == 429)
      let other = "/v1/bookings/VLT-2/events/say"
      for n in 0..<2 { #expect(try await send(gateway, "Bearer new-token", "\(n)", path: other).status == 200) }
      #expect(try await send(gateway, "Bearer new-token", "3", path: other).status == 429)
      for n in 0..<2 { #expect(try await gateway.create(key: "new-\(n)").status != 429) }
      #expect(try await gateway.create(key: "n3").status == 429)
    }
  }

  @Test func aClientsAddressHasABoundOfItsOwnWhicheverSiteAsks() async throws {
    var settings = settings()
    settings.quota.bookingsPerSite = 100
    settings.quota.startsPerAddress = ["bookings": 3]
    settings.sites.append(.init(name: "other", secret: "other-token"))
    let ticks = Mutex(Duration.zero)
    let sink = RecordingSink(.created(reference: "VLT-1", capabilities: []))
    try await IngressHarness.with(settings, sink, ticks: { ticks.withLock { $0 } }) { gateway async throws in
      func start(_ key: String, _ address: String?, token: String = "new-token") async throws -> RawResponse {
        let headers = IngressHarness.headers(key: key, authorization: "Bearer \(token)")
        return try await gateway.send(
          "POST", "/v1/bookings", headers + (address.map { [("X-Client-Address", $0)] } ?? []), body: "{}")
      }
      for n in 0..<3 { #expect(try await start("\(n)", "2001:db8::\(n)").status == 201) }
      // The whole range of /64 is one client's.
      let refused = try await start("4", "2001:db8::ffff", token: "other-token")
      #expect(refused.status == 429 && refused.code == "quota_exceeded" && refused["Retry-After"] == "1200")
      #expect(refused.json?["detail"]?.stringValue?.contains("address") == true)
      #expect(gateway.receiver.reports.isEmpty)
      #expect(try await start("5", "192.0.2.1").status == 201)
      #expect(try await start("6", nil).status == 201, "nothing is known of the client")
      let wrong = try await start("7", "192.0.2.256")
      #expect(wrong.status == 400 && wrong.code == "malformed_client_address")
      ticks.withLock { $0 = .seconds(1_200) }
      #expect(try await start("8", "2001:db8::1").status == 201)
    }
  }

  @Test func aSourceBeyondItsBoundIsAskedToRetry() async throws {
    try await IngressHarness.with(settings()) { gateway async throws in
      for n in 0..<3 {
        let body = "{\"id\":\"evt_\(n)\",\"type\":\"a.b\",\"created\":1893456000,\"livemode\":false}"
        #expect(try await gateway.stripe(body).status == 200)
      }
      let body = "{\"id\":\"evt_9\",\"type\":\"a.b\",\"created\":1893456000,\"livemode\":false}"
      let refused = try await gateway.stripe(body)
      #expect(refused.status == 429)
      #expect(refused["Retry-After"] != nil)
    }
  }
}
