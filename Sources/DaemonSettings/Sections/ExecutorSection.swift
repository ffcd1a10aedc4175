public import CivilTime

/// The external systems that steps use. A system that is nil is not configured, and workflows that need it are refused.
public struct ExecutorSection: Hashable, Sendable {
  /// The payment provider.
  public var stripe: Stripe?
  /// The mail server.
  public var email: Email?
  /// The CRM.
  public var odoo: Odoo?
  /// LinkedIn.
  public var linkedin: LinkedIn?
  /// Text messages.
  public var sms: SMS?
  /// Online meetings.
  public var meetings: Meetings?
  /// The calendars of consultants.
  public var calendar: Calendar?

  init(_ section: SectionReader, sandbox: Bool) {
    stripe = section.optionalSection("stripe") { Stripe($0, sandbox: sandbox) }
    email = section.optionalSection("email") { Email($0, sandbox: sandbox) }
    odoo = section.optionalSection("odoo") { Odoo($0, sandbox: sandbox) }
    linkedin = section.optionalSection("linkedin") { LinkedIn($0, sandbox: sandbox) }
    sms = section.optionalSection("sms") { SMS($0, sandbox: sandbox) }
    meetings = section.optionalSection("meetings") { Meetings($0, sandbox: sandbox) }
    calendar = section.optionalSection("calendar") { Calendar($0, sandbox: sandbox) }
  }
}

extension ExecutorSection {
  /// The load that an executor puts on its system.
  public struct Pace: Hashable, Sendable {
    /// The most attempts at once, 1 to 1,000.
    public var concurrency: Int
    /// The limit of one exchange with the system, from its submission to the last byte, 1 second to 10 minutes. An
    /// attempt that exceeds it is unknown.
    public var timeout: Duration

    init(_ section: SectionReader, concurrency: Int, timeout standard: Duration = .seconds(30)) {
      self.concurrency = section.value("concurrency", .whole(1...1000), default: concurrency)
      timeout = section.value("timeout", .duration(.seconds(1) ... .seconds(600)), default: standard)
    }
  }

  /// The settings for Stripe.
  public struct Stripe: Hashable, Sendable {
    /// The API's address.
    public var url: WebAddress
    /// The credential that holds the API key.
    public var key: CredentialName
    /// The API version. It is pinned so that replies keep the shape that the executor reads.
    public var version: String
    /// Whether the provider's clock is compared with ours before money moves.
    public var checksClock: Bool
    /// The load on the provider.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.address("url", "https", default: "https://api.stripe.com", sandbox: sandbox)
      let key = section.required("key", .credential)
      version = section.value("version", .text("an API version", maximum: 64), default: "2025-03-31.basil")
      checksClock = section.value("clock_check", .flag, default: true)
      pace = Pace(section, concurrency: 16)
      guard let url, let key else { return nil }
      self.url = url
      self.key = key
    }
  }

  /// The settings for the mail server.
  public struct Email: Hashable, Sendable {
    /// The server's address: smtp (with STARTTLS, unless a sandbox turns it off) or smtps; https for Brevo's interface.
    public var url: WebAddress
    /// For Brevo: the credential that holds the key.
    public var key: CredentialName?
    /// Whether mail leaves through Brevo's interface instead of SMTP.
    public var isBrevo: Bool { key != nil }
    /// The sender's address.
    public var from: String
    /// The domain of Message-IDs.
    public var domain: String
    /// Whether STARTTLS is required on an smtp address.
    public var startTLS: Bool
    /// The credential that holds the user name; nil for a server without authentication.
    public var username: CredentialName?
    /// The credential that holds the password.
    public var password: CredentialName?
    /// The load on the server.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.required("url", .address("smtp", "smtps", "https", "http"))
      key = section.optional("key", .credential)
      let from = section.required("from", .mailAddress)
      let domain = section.optional("domain", .domain)
      startTLS = section.value("starttls", .flag, default: true)
      username = section.optional("username", .credential)
      password = section.optional("password", .credential)
      pace = Pace(section, concurrency: 10, timeout: .seconds(60))
      if let url, url.scheme == "smtp", !startTLS, !sandbox {
        section.object(
          .plaintext, to: "starttls", expected: "true with an smtp:// address", given: "false",
          cure: "mail holds names and links; set starttls: true or use smtps://")
      }
      if (username == nil) != (password == nil) {
        section.object(
          .conflict, to: username == nil ? "password" : "username", expected: "username and password, or neither",
          cure: "name the missing credential")
      }
      if let url { Self.check(url, key, username, section, sandbox: sandbox) }
      guard let url, let from else { return nil }
      self.url = url
      self.from = from
      self.domain = domain ?? String(from.split(separator: "@").last ?? "localhost")
    }
  }

}

extension ExecutorSection.Email {
  /// A key belongs to an interface over HTTP, and user and password to a mail server.
  private static func check(
    _ url: WebAddress, _ key: CredentialName?, _ username: CredentialName?, _ section: SectionReader, sandbox: Bool
  ) {
    let isHTTP = url.scheme.hasPrefix("http")
    if isHTTP, key == nil {
      section.object(
        .missingKey, to: "key", expected: "the credential with the key of Brevo's interface",
        cure: "add 'key:', or give the address of a mail server, smtp:// or smtps://")
    }
    if !isHTTP, let key {
      section.object(
        .conflict, to: "key", expected: "only with an https:// address", given: "\(key)", cure: "take 'key:' away")
    }
    if isHTTP, username != nil {
      section.object(
        .conflict, to: "username", expected: "only with smtp:// or smtps://", cure: "take username and password away")
    }
    if url.scheme == "http", !sandbox {
      section.object(
        .plaintext, to: "url", expected: "https", given: "\(url)",
        cure: "use https://, or set sandbox: true where nothing is real")
    }
  }
}

extension ExecutorSection {
  /// The settings for Odoo.
  public struct Odoo: Hashable, Sendable {
    /// The protocol by which the CRM is called.
    public enum Interface: String, Hashable, Sendable, CaseIterable { case json2, jsonrpc }

    /// The server's address.
    public var url: WebAddress
    /// The protocol by which the CRM is called.
    public var interface: Interface
    /// For `jsonrpc`: the login of the user whose key it is.
    public var user: String?
    /// The name of the database.
    public var database: String
    /// The credential that holds the API key.
    public var key: CredentialName
    /// The CRM's stages by our names, in the order of the file.
    public var stages: [Stage]
    /// A field of leads that the CRM's administrator added for the booking's reference; nil for a stock CRM.
    public var referenceField: String?
    /// The fields that the CRM's administrator added to leads for other facts, by our names, in the order of the file.
    public var fields: [Field]
    /// Whether leads have their contact in the CRM.
    public var partners: Bool
    /// The fields that are brought up to date in a contact that is there.
    public var partnerUpdates: [PartnerField]
    /// The last day on which the key is valid. The CRM does not tell it.
    public var keyExpires: LocalDate?
    /// The load on the CRM.
    public var pace: Pace

    /// A field of a contact that later bookings may change.
    public enum PartnerField: String, Hashable, Sendable, CaseIterable { case name, email, phone }

    /// A stage of the CRM's pipeline.
    public struct Stage: Hashable, Sendable {
      /// The name that workflows use.
      public var name: String
      /// The name in the CRM.
      public var stage: String
    }

    /// A field of the CRM's leads.
    public struct Field: Hashable, Sendable {
      /// The name that workflows use.
      public var name: String
      /// The name in the CRM.
      public var field: String
    }

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.address("url", "https", default: nil, sandbox: sandbox)
      interface = section.value("interface", .choice, default: .json2)
      user = section.optional("user", .text("the login of the key's user", maximum: 128))
      if (interface == .jsonrpc) != (user != nil) {
        section.object(
          interface == .jsonrpc ? .missingKey : .conflict, to: "user",
          expected: "the login of the key's user, with interface: jsonrpc only",
          cure: interface == .jsonrpc ? "add 'user:'" : "take 'user:' away")
      }
      let database = section.required("database", .text("the database's name", maximum: 64))
      let key = section.required("key", .credential)
      stages = section.entries("stages", .text("a stage of the CRM")).map { Stage(name: $0.name, stage: $0.value) }
      referenceField = section.optional("reference_field", .text("a field of the CRM's leads", maximum: 64))
      fields = section.entries("fields", .text("a field of the CRM's leads")).map {
        Field(name: $0.name, field: $0.value)
      }
      partners = section.value("partners", .flag, default: true)
      partnerUpdates = section.values("partner_updates", .choice)
      if !partners, !partnerUpdates.isEmpty {
        section.object(
          .conflict, to: "partner_updates", expected: "nothing while partners is false",
          cure: "take 'partner_updates:' away, or set partners: true")
      }
      keyExpires = section.optional("key_expires", .day)
      pace = Pace(section, concurrency: 4)
      guard let url, let database, let key else { return nil }
      self.url = url
      self.database = database
      self.key = key
    }
  }

  /// The settings for LinkedIn.
  public struct LinkedIn: Hashable, Sendable {
    /// The API's address.
    public var url: WebAddress
    /// The credential that holds the access token.
    public var token: CredentialName
    /// The `LinkedIn-Version` as YYYYMM. Each version is switched off about a year after its release.
    public var version: String
    /// The author of posts: `urn:li:person:…` or `urn:li:organization:…`.
    public var author: String
    /// The last day on which the token is valid, about 60 days after it was made.
    public var tokenExpires: LocalDate?
    /// The load on LinkedIn.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.address("url", "https", default: "https://api.linkedin.com", sandbox: sandbox)
      let token = section.required("token", .credential)
      let version = section.required("version", .yearMonth)
      let author = section.required("author", .author)
      tokenExpires = section.optional("token_expires", .day)
      pace = Pace(section, concurrency: 2)
      guard let url, let token, let version, let author else { return nil }
      self.url = url
      self.token = token
      self.version = version
      self.author = author
    }
  }
}

extension ExecutorSection {
  /// An app at Google or at Microsoft that is given access tokens.
  public struct App: Hashable, Sendable {
    /// The interface's address.
    public var url: WebAddress
    /// The address that gives tokens; of Microsoft's without the tenant.
    public var tokenURL: WebAddress
    /// Of Microsoft: the tenant's identifier, or one of its domains.
    public var tenant: String?
    /// The client of the app.
    public var client: String
    /// The credential that holds the app's secret.
    public var secret: CredentialName
    /// Of Google: the credential that holds the refresh token.
    public var refreshToken: CredentialName?
  }

  /// Where calendars are kept.
  public struct Calendar: Hashable, Sendable {
    /// A service that keeps calendars.
    public enum Service: String, Hashable, Sendable, CaseIterable { case caldav, google, microsoft }

    /// A server that keeps one calendar for each owner (CalDAV, RFC 4791).
    public struct CalDAV: Hashable, Sendable {
      /// The address of the server.
      public var url: WebAddress
      /// The path of a calendar below `url`; `{owner}` stands for the owner of the calendar.
      public var path: String
      /// The credential with the user name; nil for a server that asks for none. It stands with `password` only.
      public var username: CredentialName?
      /// The credential with the password; it stands with `username` only.
      public var password: CredentialName?
    }

    /// Where the calendars are.
    public enum Place: Hashable, Sendable {
      /// At a CalDAV server.
      case caldav(CalDAV)
      /// At Google.
      case google(App)
      /// At Microsoft 365.
      case microsoft(App)
    }

    /// Where the calendars are.
    public var place: Place
    /// The load on the service.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let service = section.value("service", SettingKind<Service>.choice, default: .caldav)
      let address = AppReader.url(section, service.rawValue, sandbox: sandbox)
      let path = section.optional("path", .text("the path of a calendar, {owner} in it", maximum: 200))
      let username = section.optional("username", .credential)
      let password = section.optional("password", .credential)
      let app = AppReader(section, sandbox: sandbox, service.rawValue)
      pace = Pace(section, concurrency: 4)
      switch service {
      case .caldav:
        if (username == nil) != (password == nil) {
          section.object(
            .conflict, to: username == nil ? "password" : "username", expected: "username and password, or neither",
            cure: "name the missing credential")
        }
        app.refuse(["token_url", "tenant", "client", "secret", "refresh_token"])
        guard let address else { return nil }
        place = .caldav(
          CalDAV(url: address, path: path ?? "{owner}/bookings", username: username, password: password))
      case .google, .microsoft:
        for (key, isThere) in [("path", path != nil), ("username", username != nil), ("password", password != nil)]
        where isThere {
          section.object(
            .conflict, to: key, expected: "only with service: caldav", given: service.rawValue,
            cure: "take '\(key):' away")
        }
        guard let found = service == .google ? app.google(address) : app.microsoft(address) else { return nil }
        place = service == .google ? .google(found) : .microsoft(found)
      }
    }
  }
}

extension SectionReader {
  /// An address that must be encrypted outside of the sandbox. It is required if there is no default.
  func address(_ key: String, _ scheme: String, default standard: String?, sandbox: Bool) -> WebAddress? {
    let kind = SettingKind<WebAddress>.address(scheme, "http")
    let fallback = standard.flatMap { WebAddress($0, schemes: [scheme]) }
    let value = fallback == nil ? required(key, kind) : optional(key, kind) ?? fallback
    if let value, value.isPlaintext, !sandbox {
      object(
        .plaintext, to: key, expected: scheme, given: "\(value)",
        cure: "use \(scheme)://, or set sandbox: true where nothing is real")
    }
    return value
  }
}
