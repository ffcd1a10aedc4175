import DaemonSettings
import Testing

/// The meaning of a correct file.
@Suite struct SettingsTests {
  @Test func anEmptyFileIsAllDefaults() throws {
    #expect(try Settings.parse("", file: "f") == Settings())
    #expect(try Settings.parse("# only a comment\n", file: "f") == Settings())
    let settings = Settings()
    #expect(settings.store.path == "/var/lib/magnetiq/magnetiq.db")
    #expect(settings.ingress.listen == .socketActivation)
    #expect(settings.ingress.bodyLimit == 262_144)
    #expect(settings.limits.dedupHorizon == .seconds(400 * 86_400))
    #expect(settings.executors.stripe == nil)
  }

  @Test func scalarsAreReadAsTheyAreWritten() throws {
    // YAML 1.1 would make these a boolean, ninety, and a date.
    let settings = try Settings.parse("params: {country: no, slot: 1:30, day: 2026-01-01, text: '5'}", file: "f")
    #expect(settings.params.map(\.text) == ["no", "1:30", "2026-01-01", "5"])
    #expect(settings.params.map(\.isQuoted) == [false, false, false, true])
  }

  @Test func aWholeIngressIsRead() throws {
    let settings = try Settings.parse(
      """
      ingress:
        listen: 127.0.0.1:8080
        body_limit: 1 MiB
        trusted_proxies: [10.0.0.0/8, unix]
        sites: [{name: website, token: website-token}]
        collections: {bookings: booking}
        sources:
          - {name: stripe, scheme: stripe, secrets: [new, old], tolerance: PT10M}
          - {name: calendar, scheme: hmac-sha256, secrets: c, header: X-Sig, encoding: base64}
      """, file: "f")
    let ingress = settings.ingress
    #expect(ingress.listen == .tcp(host: "127.0.0.1", port: 8080))
    #expect(ingress.bodyLimit == 1 << 20)
    #expect(ingress.trustedProxies == ["10.0.0.0/8", "unix"])
    #expect(ingress.sources.map(\.name) == ["stripe", "calendar"])
    #expect(ingress.sources[0].secrets.map(\.description) == ["new", "old"])
    #expect(ingress.sources[0].tolerance == .seconds(600))
    #expect(ingress.sources[1].encoding == .base64)
  }

  /// A live daemon takes no test payments for money, and the reverse.
  @Test(arguments: [("", true), ("sandbox: true\n", false)])
  func theProvidersModeIsTheDaemonsOwnUnlessTheFileSaysOtherwise(head: String, expected: Bool) throws {
    func livemode(_ source: String) throws -> Bool? {
      try Settings.parse("\(head)ingress: {sources: [{name: s, secrets: [a], \(source)}]}", file: "f")
        .ingress.sources[0].livemode
    }
    #expect(try livemode("scheme: stripe") == expected)
    #expect(try livemode("scheme: stripe, livemode: \(!expected)") == !expected)
    #expect(try livemode("scheme: bearer") == nil)
  }

  /// A higher rate of requests allows more connections, unless the file sets their number.
  @Test func connectionsAreBoundedByTwiceTheRequestsUnlessTheFileSaysHowMany() throws {
    func bounds(_ ingress: String) throws -> [Int] {
      let connections = try Settings.parse("ingress: {\(ingress)}", file: "f").ingress.connections
      return [connections.rate, connections.burst]
    }
    #expect(try bounds("in_flight: 512") == [6000, 400])
    #expect(try bounds("rate: 100000, burst: 10000") == [200_000, 20_000])
    #expect(try bounds("rate: 1000000, burst: 100000") == [1_000_000, 100_000])
    #expect(try bounds("connections: {rate: 60, burst: 5}, rate: 100000") == [60, 5])
  }

  @Test func theBoundsOfConnectionsAndInputsAreRead() throws {
    let settings = try Settings.parse(
      """
      ingress: {connections: {at_once: 40, header_limit: 8 KiB, body_rate: 1, idle: PT1M}}
      limits: {input: {text: 1 KiB, depth: 3}}
      """, file: "f")
    let connections = settings.ingress.connections
    #expect(connections.atOnce == 40)
    #expect(connections.ofOneAddress == 10)
    #expect(connections.headerLimit == 8 << 10)
    #expect(connections.bodyRate == 1)
    #expect(connections.idle == .seconds(60))
    #expect(settings.limits.input.text == 1 << 10)
    #expect(settings.limits.input.elements == 100)
    #expect(settings.limits.input.depth == 3)
  }

  @Test(arguments: [
    ("", ClockSection.Unsynchronised.hold), ("sandbox: true", .trust), ("clock: {unsynchronised: trust}", .trust),
    ("{sandbox: true, clock: {unsynchronised: hold}}", .hold),
  ])
  func anUnsynchronisedClockIsHeldUnlessTheSettingsTrustIt(text: String, expected: ClockSection.Unsynchronised) throws {
    #expect(try Settings.parse(text, file: "f").clock.unsynchronised == expected)
  }

  @Test func theStatesFolderOverridesThePath() throws {
    var settings = Settings()
    settings.keepState(in: "/tmp/x/")
    #expect(settings.store.path == "/tmp/x/magnetiq.db")
  }

  @Test func theSandboxMayBePlain() throws {
    let settings = try Settings.parse(
      """
      sandbox: true
      ingress: {listen: "0.0.0.0:8080", public_url: "http://localhost:8080"}
      executors:
        stripe: {url: "http://127.0.0.1:9000/", key: k}
        email: {url: "smtp://[::1]:2525", from: a@b.example, starttls: false}
      """, file: "f")
    #expect(settings.executors.stripe?.url.description == "http://127.0.0.1:9000")
    #expect(settings.executors.stripe?.url.port == 9000)
    #expect(settings.executors.email?.url.host == "::1")
    #expect(settings.executors.email?.domain == "b.example")
  }

  @Test func limitsAndTimeoutsAreRead() throws {
    let settings = try Settings.parse(
      """
      limits: {turn_inputs: 8, deferred: 3, spawned: 4, microsteps: 50, inbox_unmatched_max: 6, at_once: 20, fan_out_slice: 5,
        queued: 7, family_cache_mib: 9, deferred_for: PT5M, settlement_budget: P2D}
      executors: {email: {url: "smtps://mail.example.com", from: a@b.example, timeout: PT5S}}
      """, file: "f")
    let limits = settings.limits
    #expect([limits.turnInputs, limits.deferred, limits.spawned, limits.microsteps] == [8, 3, 4, 50])
    #expect(limits.inboxUnmatchedMax == 6)
    #expect([limits.atOnce, limits.fanOutSlice, limits.queued, limits.familyCacheMiB] == [20, 5, 7, 9])
    #expect([limits.deferredFor, limits.settlementBudget] == [.seconds(300), .seconds(2 * 86_400)])
    #expect(settings.executors.email?.pace.timeout == .seconds(5))
  }

  @Test(arguments: ["turn_milliseconds: 20", "family_events_per_turn: 16"])
  func aLimitThatNothingWouldKeepIsUnknown(_ line: String) throws {
    let error = try #require(throws: SettingsError.self) { try Settings.parse("limits: {\(line)}", file: "f") }
    #expect(error.findings.map(\.code) == [.unknownKey])
  }

  @Test func anUnreadableFileIsAFinding() throws {
    let document = SettingsDocument(path: "/nowhere/magnetiqd.yaml")
    #expect(document.settings == nil)
    #expect(document.findings.map(\.code) == [.unreadable])
    #expect(document.findings[0].description.contains("No such file"))
  }
}
