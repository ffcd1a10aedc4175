import DaemonSettings
import Executors
import Ingress
import Secrets
import Transport

/// Creates the mailboxes that the daemon reads from settings and credentials.
struct MailboxSetup: Sendable {
  /// A mailbox with its credentials.
  struct Box: Sendable {
    let name: String
    let account: MailboxAccount
    let every: Duration
    let timeout: Duration
    let bytes: Int
    let refusals: RefusalRule?
  }

  let boxes: [Box]

  /// - Parameter http: asks for access tokens.
  init(settings: Settings, secrets: SecretReader, http: any HTTPTransport) {
    boxes = settings.ingress.mailboxes.enumerated().map { index, box in
      let key = "ingress.mailboxes[\(index)]"
      let isTLS = box.url.scheme == "imaps"
      return Box(
        name: box.name,
        account: MailboxAccount(
          host: box.url.host, port: box.url.port ?? (isTLS ? 993 : 143),
          security: isTLS ? .tls : box.startTLS ? .starttls : .none,
          user: secrets.text(box.username, "\(key).username"), folder: box.folder,
          signIn: Self.signIn(box.signIn, key, settings, secrets, http)),
        every: box.every, timeout: box.timeout, bytes: box.mailLimit,
        refusals: box.refusals.flatMap { IngressSetup.refusals($0) })
    }
  }

  private static func signIn(
    _ signIn: MailboxSection.SignIn, _ key: String, _ settings: Settings, _ secrets: SecretReader,
    _ http: any HTTPTransport
  ) -> MailboxAccount.SignIn {
    func secret(_ name: CredentialName, _ part: String) -> Secret { Secret(secrets.text(name, "\(key).\(part)")) }
    switch signIn {
    case .password(let password): return .password(secret(password, "password"))
    case .google(let app):
      let account = GoogleAccount(
        baseURL: app.url.description, tokenURL: app.tokenURL.description, client: app.client,
        secret: secret(app.secret, "secret"), refreshToken: app.refreshToken.map { secret($0, "refresh_token") } ?? "")
      return .tokens(AccessTokens(account, section: key, transport: http, allowPlaintext: settings.sandbox))
    case .microsoft(let app):
      let account = MicrosoftAccount(
        baseURL: app.url.description, loginURL: app.tokenURL.description, tenant: app.tenant ?? "", client: app.client,
        secret: secret(app.secret, "secret"))
      return .tokens(AccessTokens(account, section: key, transport: http, allowPlaintext: settings.sandbox))
    }
  }

  /// A connection for one look into a mailbox, or for one question to it.
  private static let connect: @Sendable () throws(TransportFailure) -> any IMAPTransport = {
    () throws(TransportFailure) in try CurlClient(connectionsPerHost: 1)
  }

  /// The question to each mailbox whether it lets us in.
  var check: MailboxCheck {
    MailboxCheck(
      boxes: boxes.map { .init(name: MailboxCheck.prefix + $0.name, account: $0.account, timeout: $0.timeout) },
      connect: Self.connect)
  }

  func followers(
    settings: Settings, receiver: any EventReceiver, tally: WebhookTally, writer: WriterThread, readers: ReaderPool,
    eventStream: EventStream
  ) -> [MailboxFollower] {
    boxes.map { box in
      let intake = MailIntake(
        name: box.name, refusals: box.refusals, eventsPerHour: settings.ingress.quota.eventsPerSource,
        receiver: receiver, tally: tally)
      return MailboxFollower(
        intake, box.account, every: box.every, timeout: box.timeout, bytes: box.bytes,
        horizon: settings.limits.dedupHorizon, writer: writer, readers: readers, eventStream: eventStream,
        connect: Self.connect)
    }
  }
}
