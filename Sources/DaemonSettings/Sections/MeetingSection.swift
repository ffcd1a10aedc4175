extension ExecutorSection {
  /// The settings for meetings at Zoom.
  public struct Meetings: Hashable, Sendable {
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
    /// The host of meetings for which a step names nobody.
    public var host: String
    /// The load on the service.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.address("url", "https", default: "https://api.zoom.us", sandbox: sandbox)
      let tokenURL = section.address("token_url", "https", default: "https://zoom.us", sandbox: sandbox)
      let account = section.required("account", .text("the account of the app", maximum: 128))
      let client = section.required("client", .text("the client of the app", maximum: 128))
      let secret = section.required("secret", .credential)
      let host = section.required("host", .mailAddress)
      pace = Pace(section, concurrency: 2)
      guard let url, let tokenURL, let account, let client, let secret, let host else { return nil }
      (self.url, self.tokenURL, self.account, self.client) = (url, tokenURL, account, client)
      (self.secret, self.host) = (secret, host)
    }
  }
}
