@testable import Ingress
import Testing

@Suite struct LimitTests {
  @Test func theTableOfAddressesStaysBounded() {
    let limiter = TokenBuckets(.init(perSecond: 1, burst: 1, addresses: 100))
    for number in 0..<10_000 { _ = limiter.take("10.0.\(number)", at: .zero) }
    #expect(limiter.count <= 100)
  }

  @Test func anActiveAddressIsNotForgotten() {
    let limiter = TokenBuckets(.init(perSecond: 0.001, burst: 1, addresses: 10))
    #expect(limiter.take("busy", at: .zero) == nil)
    for number in 0..<1_000 {
      _ = limiter.take("other \(number)", at: .zero)
      #expect(limiter.take("busy", at: .zero) != nil)
    }
  }

  @Test func rangesContainWhatTheySay() throws {
    func contains(_ range: String, _ address: String) throws -> Bool {
      try #require(AddressRange(range)).contains(AddressRange.parse(address))
    }
    #expect(try contains("10.0.0.0/8", "10.255.0.1"))
    #expect(try !contains("10.0.0.0/8", "11.0.0.1"))
    #expect(try contains("192.168.4.0/22", "192.168.7.255"))
    #expect(try !contains("192.168.4.0/22", "192.168.8.0"))
    #expect(try contains("127.0.0.1", "::ffff:127.0.0.1"))
    #expect(try contains("2001:db8::/32", "2001:db8:1::1"))
    #expect(try !contains("::/0", "127.0.0.1"))
    #expect(try contains("0.0.0.0/0", "8.8.8.8"))
    #expect(try #require(AddressRange("unix")).contains(nil))
    for text in ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "::/129", "localhost"] {
      #expect(AddressRange(text) == nil)
    }
  }

  @Test func aClientIsTheLastHopThatNoTrustedProxyWrote() throws {
    let trusted = [try #require(AddressRange("10.0.0.0/8"))]
    func key(_ peer: String?, _ forwarded: String...) -> String {
      ClientAddress.key(peer: peer, forwarded: forwarded, trusted: trusted)
    }
    #expect(key("10.0.0.1", "1.1.1.1, 2.2.2.2") == "2.2.2.2")
    #expect(key("10.0.0.1", "1.1.1.1, 2.2.2.2, 10.0.0.9") == "2.2.2.2")
    #expect(key("10.0.0.1", "1.1.1.1", "2.2.2.2") == "2.2.2.2")
    #expect(key("10.0.0.1", "1.1.1.1, rubbish") == "10.0.0.1")
    #expect(key("9.9.9.9", "1.1.1.1") == "9.9.9.9")
    #expect(key("10.0.0.1", "2.2.2.2:5678") == "2.2.2.2")
    #expect(key("10.0.0.1", "2.2.2.2, 10.0.0.9:80") == "2.2.2.2")
    let six = key("2001:db8:1:2:3::1")
    for form in ["2001:db8:1:2::9", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:443"] {
      #expect(key("10.0.0.1", form) == six)
    }
    for form in ["2.2.2.2:", "2.2.2.2:x", "2.2.2.2:123456", "[2001:db8::1", "[2001:db8::1]x", "[]", ":80", "[2.2.2.2"] {
      #expect(key("10.0.0.1", form) == "10.0.0.1", "\(form)")
    }
    #expect(key("2001:db8:1:2:3::1") == key("2001:db8:1:2:4::1"))
    #expect(key(nil, "1.1.1.1") == "unix")
  }

  @Test func anAddressThatConnectsTooOftenIsRefusedUnlessItIsAProxy() async throws {
    var settings = IngressHarness.settings
    settings.arrivals = .init(perSecond: 1, burst: 2)
    let statuses = try await IngressHarness.with(settings) { gateway in
      var statuses: [Int] = []
      for _ in 0..<4 { statuses.append(try await gateway.send("GET", "/healthz").status) }
      return statuses
    }
    #expect(statuses == [200, 200, 503, 503])
    settings.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
    try await IngressHarness.with(settings) { gateway in
      for _ in 0..<4 {
        let status = try await gateway.send("GET", "/healthz").status
        #expect(status == 200)
      }
    }
  }

  @Test func aShareIsGivenBackAndNobodyIsRemembered() {
    let shares = Shares(2)
    #expect(shares.enter("a") && shares.enter("a"))
    #expect(!shares.enter("a"))
    #expect(shares.enter("b"))
    shares.leave("a")
    #expect(shares.enter("a"))
    for client in ["a", "a", "b"] { shares.leave(client) }
    #expect(shares.count == 0)
  }

  @Test func reportsAreOneAMinute() {
    let throttle = IncidentThrottle()
    let counts = [0, 1, 59, 60, 61].map { throttle.count("p", source: "s", at: .seconds($0)) }
    #expect(counts == [1, nil, nil, 3, nil])
    #expect(throttle.count("p", source: "other", at: .seconds(1)) == 1)
  }

  @Test func aReportTellsHowOftenItHasHappenedSinceTheLastOne() {
    let throttle = IncidentThrottle()
    func count(_ times: Int, at second: Int) -> [Int] {
      (0..<times).compactMap { _ in throttle.count("p", source: "s", threshold: 3, at: .seconds(second)) }
    }
    #expect(count(2, at: 0) == [])
    // Occurrences that stayed below the threshold in their minute are forgotten.
    #expect(count(1_000, at: 3_600) == [3])
    #expect(count(1, at: 7_200) == [])
    #expect(count(3, at: 7_300) == [997 + 3])
    #expect(count(3, at: 7_400) == [3])
  }
}
