extension ExecutorSection {
  /// The settings for online meetings.
  public struct Meetings: Hashable, Sendable {
    /// A service that meetings take place at.
    public enum Service: String, Hashable, Sendable, CaseIterable { case zoom, teams, meet }

    /// An app at Zoom.
    public struct Zoom: Hashable, Sendable {
      /// The interface's address.
      public var url: WebAddress
      /// The address that gives tokens.
      public var tokenURL: WebAddress
      /// The account.
      public var account: String
      /// The app's client.
      public var client: String
      /// The credential that holds the app's secret.
      public var secret: CredentialName
    }

    /// Where meetings take place.
    public enum Place: Hashable, Sendable {
      /// At Zoom.
      case zoom(Zoom)
      /// In Microsoft Teams.
      case teams(App)
      /// In Google Meet.
      case meet(App)
    }

    /// Where meetings take place.
    public var place: Place
    /// The host of meetings for which a step names nobody.
    public var host: String
    /// The load on the service.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let service = section.value("service", SettingKind<Service>.choice, default: .zoom)
      let url = AppReader.url(section, service.rawValue, sandbox: sandbox)
      let app = AppReader(section, sandbox: sandbox, service.rawValue, hasAccount: true)
      let host = section.required("host", service == .teams ? .objectIdentifier : .mailAddress)
      pace = Pace(section, concurrency: 2)
      let place: Place?
      switch service {
      case .zoom:
        app.demand(["account", "client", "secret"])
        app.refuse(["tenant", "refresh_token"])
        if let url, let tokenURL = app.tokenURL, let account = app.account, let client = app.client,
          let secret = app.secret
        {
          place = .zoom(Zoom(url: url, tokenURL: tokenURL, account: account, client: client, secret: secret))
        } else {
          place = nil
        }
      case .teams: place = app.microsoft(url).map { .teams($0) }
      case .meet: place = app.google(url).map { .meet($0) }
      }
      guard let place, let host else { return nil }
      (self.place, self.host) = (place, host)
    }
  }
}
