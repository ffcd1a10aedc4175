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
