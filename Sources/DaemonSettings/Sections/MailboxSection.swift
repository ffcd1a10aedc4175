/// A mailbox that the daemon reads itself.
public struct MailboxSection: Hashable, Sendable {
  /// Whoever keeps the mailbox.
  public enum Service: String, Hashable, Sendable, CaseIterable { case imap, google, microsoft }

  /// A way to sign in.
  public enum SignIn: Hashable, Sendable {
    /// With the password in a credential.
    case password(CredentialName)
    /// With access tokens of an account at Google.
    case google(ExecutorSection.App)
    /// With access tokens of an app at Microsoft.
    case microsoft(ExecutorSection.App)
  }

  /// The interface of mailboxes, for which Microsoft gives tokens.
  private static let microsoftMail = "https://outlook.office365.com"
  /// The interface of mailboxes, for which Google gives tokens.
  private static let googleMail = "https://mail.google.com"

  /// The source of its events, unique among all sources.
  public var name: String
  /// The server's address: imaps, or imap with STARTTLS unless a sandbox turns it off.
  public var url: WebAddress
  /// Whether STARTTLS is required on an imap address.
  public var startTLS: Bool
  /// The credential that holds the user name.
  public var username: CredentialName
  /// The way in which we sign in.
  public var signIn: SignIn
  /// The folder that is read.
  public var folder: String
  /// The time between two looks into it.
  public var every: Duration
  /// The limit of one exchange with the server.
  public var timeout: Duration
  /// The most bytes of a mail that are read.
  public var mailLimit: Int
  /// The events after which an address is not written to any more; nil if there are none.
  public var refusals: IngressSection.WebhookSource.Refusals?

  init?(_ section: SectionReader, sandbox: Bool) {
    let name = section.required("name", .name("the mailbox's name"))
    if let name, IngressSection.WebhookSource.reservedNames.contains(name) {
      section.object(
        .conflict, to: "name",
        expected: "a name that is not reserved (\(IngressSection.WebhookSource.reservedNames.joined(separator: ", ")))",
        given: name,
        cure: "name it after what arrives there, such as reports")
    }
    let url = section.required("url", .address("imaps", "imap"))
    startTLS = section.value("starttls", .flag, default: true)
    let username = section.required("username", .credential)
    let signIn = Self.signIn(section, sandbox: sandbox)
    folder = section.value("folder", .folder, default: "INBOX")
    every = section.value("every", .duration(.seconds(10) ... .seconds(86_400)), default: .seconds(60))
    timeout = section.value("timeout", .duration(.seconds(1) ... .seconds(600)), default: .seconds(30))
    mailLimit = section.value("mail_limit", .bytes(16 << 10...16 << 20), default: 256 << 10)
    refusals = section.optionalSection("suppress") { IngressSection.WebhookSource.Refusals($0) }
    if let url, url.scheme == "imap", !startTLS, !sandbox {
      section.object(
        .plaintext, to: "starttls", expected: "true with an imap:// address", given: "false",
        cure: "mail holds names; set starttls: true or use imaps://")
    }
    if let url, !url.path.isEmpty {
      section.object(
        .value, to: "url", expected: "an address without a path", given: "\(url)",
        cure: "name the folder in 'folder:'")
    }
    guard let name, let url, let username, let signIn else { return nil }
    (self.name, self.url, self.username, self.signIn) = (name, url, username, signIn)
  }

  private static func signIn(_ section: SectionReader, sandbox: Bool) -> SignIn? {
    let service = section.value("service", SettingKind<Service>.choice, default: .imap)
    let app = AppReader(section, sandbox: sandbox, service.rawValue)
    switch service {
    case .imap:
      app.refuse(["token_url", "tenant", "client", "secret", "refresh_token"])
      return section.required("password", .credential).map { .password($0) }
    case .google, .microsoft:
      if section.optional("password", .credential) != nil {
        section.object(
          .conflict, to: "password", expected: "only with service: imap", given: service.rawValue,
          cure: "take 'password:' away: the access tokens take its place")
      }
      return service == .google
        ? app.google(WebAddress(googleMail, schemes: ["https"])).map { .google($0) }
        : app.microsoft(WebAddress(microsoftMail, schemes: ["https"])).map { .microsoft($0) }
    }
  }
}
