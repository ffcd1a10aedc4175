import Glibc
import Testing
import YAMLTree

@testable import DaemonSettings

/// `config/magnetiqd.yaml` is the reference of settings: it cannot lag behind the code.
@Suite struct SettingsDocumentationTests {
  @Test func theShippedFileChangesNothing() throws {
    #expect(try Settings.parse(shipped(), file: "magnetiqd.yaml") == Settings())
  }

  @Test func everyKeyIsDocumented() throws {
    let document = try SettingsDocument(text: uncommented(), file: "magnetiqd.yaml")
    let asked = document.askedKeys
    #expect(document.findings == [])
    let written = try writtenKeys()
    for key in asked where !written.contains(key) {
      Issue.record("config/magnetiqd.yaml: '\(key)' is not there; add it, commented out, with its default")
    }
    // Keys that nobody asks for make `reading` fail; here the file must show that it was read at all.
    #expect(asked.count > 80)
  }

  @Test func theDefaultsThatAreShownAreTheDefaults() throws {
    let shown = try Settings.parse(uncommented(), file: "magnetiqd.yaml")
    var expected = Settings()
    // Examples, which have no default.
    expected.executors = shown.executors
    expected.params = shown.params
    (expected.matching.skills, expected.matching.ranking) = (shown.matching.skills, shown.matching.ranking)
    expected.matching.vectors = shown.matching.vectors
    expected.leads.rules = shown.leads.rules
    expected.credentials = shown.credentials
    expected.ingress.sites = shown.ingress.sites
    expected.ingress.sources = shown.ingress.sources
    expected.ingress.mailboxes = shown.ingress.mailboxes
    expected.ingress.publicURL = shown.ingress.publicURL
    expected.site = shown.site
    expected.invoices = shown.invoices
    #expect(shown == expected)
    let minimal = try Settings.parse(
      """
      executors:
        stripe: {key: stripe-key}
        email: {url: "smtp://mail.example.com:587", from: bookings@example.com, username: smtp-username, password: smtp-password}
        linkedin: {token: linkedin-token, version: 202601, author: "urn:li:organization:1234567",
          token_expires: 2027-03-01}
      ingress:
        sources: [{name: stripe, scheme: stripe, secrets: [stripe-webhook-secret], connect_secrets: [stripe-connect-secret], livemode: true}]
      """, file: "f")
    #expect(shown.executors.stripe == minimal.executors.stripe)
    #expect(shown.executors.email == minimal.executors.email)
    #expect(shown.executors.linkedin == minimal.executors.linkedin)
    #expect(shown.ingress.sources[0] == minimal.ingress.sources[0])
  }

  /// `#key` is a setting, `# text` is prose, and `#~key` goes with another choice than the one shown.
  private func uncommented(alternatives: Bool = false) throws -> String {
    try shipped().split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        let text = alternatives ? line.replacing(/^(\s*)#~/, maxReplacements: 1) { "\($0.1)#" } : line
        return text.replacing(/^(\s*)#([^\s~])/, maxReplacements: 1) { "\($0.1)\($0.2)" }
      }.joined(separator: "\n")
  }

  /// Full paths of the keys in the uncommented file, `[]` for elements of lists.
  private func writtenKeys() throws -> Set<String> {
    let findings = FindingList(file: "f")
    let root = try #require(SettingsFile.tree(Array(uncommented(alternatives: true).utf8), findings))
    var keys: Set<String> = []
    func collect(_ node: Node, _ path: String) {
      switch node.content {
      case .scalar: break
      case .sequence(let elements): for element in elements { collect(element, path + "[]") }
      case .mapping(let members):
        for member in members {
          let name = member.key.text ?? ""
          let key = path.isEmpty ? name : "\(path).\(name)"
          keys.insert(key)
          collect(member.value, key)
        }
      }
    }
    collect(root, "")
    return keys
  }

  private func shipped() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let file = try #require(fopen("/\(root)/config/magnetiqd.yaml", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 100_000)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
