import Glibc
import Testing
import YAMLTree

@testable import DaemonSettings

/// The findings of a wrong file: the place, the kind and the cure, all at once.
@Suite struct SettingsFindingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let code: SettingsFinding.Code
    let place: String
    /// Parts that the message must have.
    let says: [String]

    init(_ text: String, _ code: SettingsFinding.Code, _ place: String, _ says: String...) {
      (self.text, self.code, self.place, self.says) = (text, code, place, says)
    }

    var testDescription: String { text }
  }

  @Test(arguments: [
    Case("stroe: {}", .unknownKey, "1:1", "'stroe'", "did you mean store?"),
    Case("store:\n  pathh: /x", .unknownKey, "2:3", "store: ", "did you mean path?"),
    Case("store: {zzz: 1}", .unknownKey, "1:9", "one of kind, path, cache_mib", "take it away"),
    Case("site: {listen: 0.0.0.0:80}", .plaintext, "1:16", "a loopback address", "a proxy in front"),
    Case("site: {listen: socket-activation}", .value, "1:16", "an address such as 127.0.0.1:8090", "the public API's"),
    Case("site: {public_url: 'http://a.example'}", .plaintext, "1:20", "https", "needs TLS"),
    Case("site: {public_url: 'https://a.example/b'}", .value, "1:20", "without a path", "a host of their own"),
    Case("store: [1]", .shape, "1:8", "store: expected keys with values", "a list"),
    Case("store: {path: [a]}", .shape, "1:15", "absolute path", "a list"),
    Case("store: {path: }", .shape, "1:15", "given 'nothing'", "to have the default"),
    Case("store: {path: x.db}", .value, "1:15", "store.path", "given 'x.db'", "begin it with /"),
    Case("store: {cache_mib: 5000}", .value, "1:20", "from 1 to 4096 MiB"),
    Case("store: {cache_mib: '64'}", .value, "1:20", "take the quotes away"),
    Case("store: {cache_mib: 0x40}", .value, "1:20", "'0x40'"),
    Case("store: {kind: sqlit}", .value, "1:15", "did you mean sqlite?"),
    Case("sandbox: yes", .value, "1:10", "true or false", "write true"),
    Case("sandbox: off", .value, "1:10", "write false"),
    Case("limits: {unmatched_ttl: 2s}", .value, "1:25", "ISO 8601", "P365D"),
    Case("limits: {unmatched_ttl: PT31S}", .value, "1:25", "from PT"),
    Case("limits: {unmatched_ttl: P1M}", .value, "1:25", "ISO 8601"),
    Case("ingress: {body_limit: 256 kB}", .value, "1:23", "1 KiB to 16 MiB", "256 KiB"),
    Case("ingress: {body_limit: 99999999999999 GiB}", .value, "1:23", "1 KiB to 16 MiB"),
    Case("ingress: {listen: '8080'}", .value, "1:19", "127.0.0.1:8080"),
    Case("ingress: {listen: '0.0.0.0:80'}", .plaintext, "1:19", "loopback", "proxy in front"),
    Case("ingress: {public_url: 'http://x.example'}", .plaintext, "1:23", "https"),
    Case(
      "ingress: {connections: {at_once: 8, of_one_address: 9}}", .conflict, "1:53", "at most", "(8)", "a quarter"),
    Case("ingress: {connections: {target_limit: 64 KiB}}", .conflict, "1:39", "header_limit"),
    Case("ingress: {connections: {idle: PT0S}}", .value, "1:31", "from PT1S to PT1H"),
    Case("limits: {input: {text: 1 B}}", .value, "1:24", "16 B to 1 MiB"),
    Case("ingress: {trusted_proxies: [anyone]}", .value, "1:29", "trusted_proxies[0]"),
    Case("ingress: {sources: {a: 1}}", .shape, "1:20", "expected a list"),
    Case("ingress: {sources: [{scheme: stripe, secrets: [s]}]}", .missingKey, "1:21", "sources[0].name", "add 'name:'"),
    Case("ingress: {sources: [{name: a, scheme: stripe}]}", .missingKey, "1:21", "sources[0].secrets"),
    Case(
      "ingress: {sources: [{name: api, scheme: stripe, secrets: [s]}]}", .conflict, "1:28", "sources[0].name",
      "a name that is not reserved", "given 'api'", "name it after the sender"),
    Case("ingress: {sources: [{name: control, scheme: bearer, secrets: [s]}]}", .conflict, "1:28", "given 'control'"),
    Case("ingress: {sources: [{name: 'api:website', scheme: bearer, secrets: [s]}]}", .value, "1:28", "api:website"),
    Case(
      "ingress: {sources: [{name: a, scheme: bearer, secrets: [s], connect_secrets: [c]}]}", .conflict, "1:78",
      "only with scheme: stripe"),
    Case(
      "ingress: {sources: [{name: a, scheme: stripe, secrets: [s], connect_secrets: [s]}]}", .conflict, "1:78",
      "other secrets", "given 's'"),
    Case("ingress: {sources: [{name: a, scheme: strip, secrets: [s]}]}", .value, "1:39", "did you mean stripe?"),
    Case("ingress: {sources: [{name: a, scheme: hmac-sha256, secrets: [s]}]}", .missingKey, "1:21", "header"),
    Case("ingress: {sources: [{name: a, scheme: bearer, secrets: [s], header: H}]}", .conflict, "1:69", "hmac-sha256"),
    Case("ingress: {sites: [{name: A, token: t}]}", .value, "1:26", "lower-case"),
    Case("executors: {stripe: {}}", .missingKey, "1:21", "executors.stripe.key"),
    Case("executors: {stripe: {key: k, url: 'http://x'}}", .plaintext, "1:35", "sandbox: true"),
    Case("executors: {stripe: {key: k, url: 'https://u:p@x'}}", .value, "1:35", "take user and password away"),
    Case("executors: {stripe: {key: ../k}}", .value, "1:27", "name of a credential"),
    Case("executors: {email: {url: 'smtp://m', from: a@b, starttls: false}}", .plaintext, "1:59", "smtps"),
    Case("executors: {email: {url: 'smtp://m', from: a@b, username: u}}", .conflict, "1:59", "or neither"),
    Case("executors: {linkedin: {token: t, version: 2026, author: me}}", .value, "1:43", "202601"),
    Case("control: {path: /a, admin_path: /a}", .conflict, "1:33", "power to act"),
    Case("clock: {followers: ['http://localhost:9000']}", .conflict, "1:20", "clock.mode: test"),
    Case("limits: {dedup_horizon: P1D}", .conflict, "1:25", "unmatched_ttl"),
    Case("store: &s {kind: sqlite}", .anchor, "1:8", "&s", "write the value out"),
    Case("store: *s", .anchor, "1:8", "no aliases"),
    Case("store: {<<: {kind: sqlite}}", .anchor, "1:8", "no merge keys"),
    Case("sandbox: !!bool true", .tag, "1:10", "no tags"),
    Case("store: !mine {}", .tag, "1:8", "!mine"),
    Case("sandbox: true\nsandbox: false", .duplicateKey, "2:1", "sandbox", "every key once"),
    Case("[store]: 1", .shape, "1:1", "a name as the key"),
    Case("store: {", .syntax, "2:1", "expected YAML"),
    Case("store: {path: /a", .syntax, "1:8", "expected YAML", "this bracket is never closed"),
    Case("a: 1\n---\nb: 2", .syntax, "2:1", "document"),
    Case("- store", .shape, "1:1", "keys with values"),
  ])
  func aMistakeIsNamedWithItsPlaceAndCure(given: Case) throws {
    let error = try #require(throws: SettingsError.self) { try Settings.parse(given.text, file: "f.yaml") }
    let finding = try #require(error.findings.first { $0.code == given.code }, "\(error)")
    #expect("\(finding.place.line):\(finding.place.column)" == given.place, "\(error)")
    #expect(finding.description.hasPrefix("f.yaml:\(given.place): \(given.code.rawValue): "))
    for part in given.says { #expect(finding.description.contains(part), "\(finding)") }
  }

  @Test func allFindingsComeAtOnceInTheOrderOfTheFile() throws {
    let text = """
      ingress:
        body_limit: huge
        lsten: 127.0.0.1:80
      store:
        cache_mib: none
      executors:
        odoo: {database: ""}
      """
    let error = try #require(throws: SettingsError.self) { try Settings.parse(text, file: "f") }
    #expect(
      error.findings.map { "\($0.place.line) \($0.key)" } == [
        "2 ingress.body_limit", "3 ingress", "5 store.cache_mib", "7 executors.odoo.url", "7 executors.odoo.key",
        "7 executors.odoo.database",
      ])
  }

  @Test func aSecretInTheFileIsNotRepeatedInTheFinding() throws {
    let error = try #require(throws: SettingsError.self) {
      try Settings.parse("executors: {stripe: {key: sk_live_hush}}", file: "f")
    }
    #expect(!error.description.contains("hush"))
    #expect(error.description.contains("change the secret"))
  }

  @Test func sourcesCannotShareAName() throws {
    let source = "{name: a, scheme: bearer, secrets: [s]}"
    let error = try #require(throws: SettingsError.self) {
      try Settings.parse("ingress: {sources: [\(source), \(source)]}", file: "f")
    }
    #expect(error.findings.map(\.code) == [.conflict])
  }

  static let excessive: [(text: String, places: [String])] = [
    (String(repeating: "# x\n", count: 300_000), ["1:1"]),
    ("a: [" + String(repeating: "x,", count: 20_000) + "]", ["1:19999"]),
    ("a: " + String(repeating: "x ", count: 40_000), ["1:4"]),
    ((0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), ["65:65"]),
  ]

  @Test(arguments: excessive.indices)
  func aFileOverTheLimitIsNotParsed(_ index: Int) throws {
    let error = try #require(throws: SettingsError.self) { try Settings.parse(Self.excessive[index].text, file: "f") }
    #expect(error.findings.map(\.code) == [.tooLarge])
    #expect(error.findings.map { "\($0.place.line):\($0.place.column)" } == Self.excessive[index].places)
  }

  @Test func aPathThatIsNoFileIsReportedAndDoesNotBlock() throws {
    let folder = try ScratchFolder()
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, kind) in [(pipe, "a pipe"), (folder.path, "a folder"), ("/dev/zero", "a device")] {
      let document = SettingsDocument(path: path)
      #expect(document.findings.map(\.code) == [.unreadable])
      #expect(document.findings.first?.description.contains("given '\(kind)'") == true)
    }
  }

  /// Nine lines that stand for 9⁹ values; and texts whose aliases would be hashed, merged or their own parts.
  static let bombs: [String] = {
    var lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for (last, next) in zip("abcdefgh", "bcdefghi") {
      lines.append("\(next): &\(next) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]")
    }
    let bomb = lines.joined(separator: "\n")
    return [bomb, bomb + "\n? *i\n: x\n", "store: &a {<<: *a}\n", "store: &a [*a]\n"]
  }()

  @Test(arguments: bombs)
  func aliasesAreRefusedBeforeTheyStandForAnything(_ text: String) throws {
    var error: SettingsError?
    let spent = ContinuousClock().measure {
      error = #expect(throws: SettingsError.self) { try Settings.parse(text, file: "f") }
    }
    #expect(Set(error?.findings.map(\.code) ?? []) == [.anchor])
    #expect(spent < .seconds(10))
  }

  @Test func bytesThatAreNotUTF8AreShown() throws {
    let findings = FindingList(file: "f")
    #expect(SettingsFile.read(Array("store:\n  path: /a".utf8) + [0xFF], findings) == nil)
    #expect(findings.sorted.map(\.code) == [.unreadable])
    #expect(findings.sorted.first?.description.hasPrefix("f:2:11: ") == true)
  }

  @Test(arguments: [
    #"store: {kind: "\e[31m"}"#, #"store: {kind: "a\nb"}"#, #""a\nb": 1"#, #"params: {"a\e": [1]}"#,
    #"store: {kind: "\u202e"}"#, "params: {\(String(repeating: "k", count: 5_000)): [1]}",
    "store: {kind: e\(String(repeating: "\u{301}", count: 5_000))}",
  ])
  func aFindingIsOneLineThatATerminalOnlyPrints(text: String) throws {
    let error = try #require(throws: SettingsError.self) { try Settings.parse(text, file: "f") }
    for finding in error.findings {
      #expect(finding.description.utf8.count < 1_000)
      #expect(
        !finding.description.unicodeScalars.contains { scalar in
          [.control, .format].contains(scalar.properties.generalCategory)
        })
    }
  }
}
