extension ExecutorSection {
  /// The settings for text messages through Twilio.
  public struct SMS: Hashable, Sendable {
    /// The interface's address.
    public var url: WebAddress
    /// The account, `AC…`.
    public var account: String
    /// The credential that holds the account's token, or `KEY:SECRET` of an API key.
    public var token: CredentialName
    /// The number that messages come from, or a messaging service, `MG…`.
    public var from: String
    /// The name of the source of webhooks that is told of each message's fate; nil for none.
    public var callback: String?
    /// The load on the service.
    public var pace: Pace

    init?(_ section: SectionReader, sandbox: Bool) {
      let url = section.address("url", "https", default: "https://api.twilio.com", sandbox: sandbox)
      let account = section.required("account", .twilioAccount)
      let token = section.required("token", .credential)
      let from = section.required("from", .messageSender)
      callback = section.optional("callback", .name("a source's name"))
      pace = Pace(section, concurrency: 2)
      guard let url, let account, let token, let from else { return nil }
      (self.url, self.account, self.token, self.from) = (url, account, token, from)
    }
  }
}
