/// Reads the keys of an app at Google or at Microsoft. All of them are read at once, so that each is known whatever the
/// service is; then those that the service needs are demanded, and the others refused.
struct AppReader {
  private static let addresses = [
    "google": "https://www.googleapis.com", "meet": "https://www.googleapis.com",
    "microsoft": "https://graph.microsoft.com", "teams": "https://graph.microsoft.com", "zoom": "https://api.zoom.us",
  ]
  private static let tokenAddresses = [
    "google": "https://oauth2.googleapis.com/token", "meet": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com", "teams": "https://login.microsoftonline.com",
    "zoom": "https://zoom.us",
  ]

  private let section: SectionReader
  private let service: String
  /// The keys that the file has.
  private let given: Set<String>
  let tokenURL: WebAddress?
  let account: String?
  let tenant: String?
  let client: String?
  let secret: CredentialName?
  let refreshToken: CredentialName?

  /// - Parameter hasAccount: true for a section whose services may have accounts.
  init(_ section: SectionReader, sandbox: Bool, _ service: String, hasAccount: Bool = false) {
    (self.section, self.service) = (section, service)
    let asked = section.optional("token_url", .address("https", "http"))
    account = hasAccount ? section.optional("account", .text("the account of the app", maximum: 128)) : nil
    tenant = section.optional("tenant", .text("the tenant's identifier or domain", maximum: 128))
    client = section.optional("client", .text("the client of the app", maximum: 128))
    secret = section.optional("secret", .credential)
    refreshToken = section.optional("refresh_token", .credential)
    if let asked, asked.isPlaintext, !sandbox {
      section.object(
        .plaintext, to: "token_url", expected: "https", given: "\(asked)",
        cure: "use https://, or set sandbox: true where nothing is real")
    }
    let isThere = [
      ("token_url", asked != nil), ("account", account != nil), ("tenant", tenant != nil), ("client", client != nil),
      ("secret", secret != nil), ("refresh_token", refreshToken != nil),
    ]
    given = Set(isThere.filter(\.1).map(\.0))
    tokenURL = asked ?? Self.tokenAddresses[service].flatMap { WebAddress($0, schemes: ["https"]) }
  }

  /// The interface's address, which a server of one's own has to be given.
  static func url(_ section: SectionReader, _ service: String, sandbox: Bool) -> WebAddress? {
    section.address("url", "https", default: addresses[service], sandbox: sandbox)
  }

  func refuse(_ keys: [String]) {
    for key in keys where given.contains(key) {
      section.object(
        .conflict, to: key, expected: "another service than \(service)", given: service, cure: "take '\(key):' away")
    }
  }

  func demand(_ keys: [String]) {
    for key in keys where !given.contains(key) {
      section.object(
        .missingKey, to: key, expected: "'\(key)' with service: \(service)", cure: "add '\(key):' here")
    }
  }

  func google(_ url: WebAddress?) -> ExecutorSection.App? {
    demand(["client", "secret", "refresh_token"])
    refuse(["account", "tenant"])
    guard let url, let tokenURL, let client, let secret, let refreshToken else { return nil }
    return ExecutorSection.App(
      url: url, tokenURL: tokenURL, client: client, secret: secret, refreshToken: refreshToken)
  }

  func microsoft(_ url: WebAddress?) -> ExecutorSection.App? {
    demand(["tenant", "client", "secret"])
    refuse(["account", "refresh_token"])
    guard let url, let tokenURL, let tenant, let client, let secret else { return nil }
    return ExecutorSection.App(url: url, tokenURL: tokenURL, tenant: tenant, client: client, secret: secret)
  }
}
