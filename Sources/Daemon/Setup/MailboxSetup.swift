import DaemonSettings
import Ingress
import Secrets
import Transport

/// Creates the mailboxes that the daemon reads from settings and credentials.
struct MailboxSetup: Sendable {
  /// A mailbox with its credentials.
  struct Box: Sendable {
    let name: String
    let folder: IMAPFolder
    let every: Duration
    let timeout: Duration
    let bytes: Int
    let refusals: RefusalRule?
  }

  let boxes: [Box]

  init(settings: Settings, secrets: SecretReader) {
    boxes = settings.ingress.mailboxes.enumerated().map { index, box in
      let key = "ingress.mailboxes[\(index)]"
      let isTLS = box.url.scheme == "imaps"
      return Box(
        name: box.name,
        folder: IMAPFolder(
          host: box.url.host, port: box.url.port ?? (isTLS ? 993 : 143),
          security: isTLS ? .tls : box.startTLS ? .starttls : .none,
          user: secrets.text(box.username, "\(key).username"),
          password: Secret(secrets.text(box.password, "\(key).password")), name: box.folder),
        every: box.every, timeout: box.timeout, bytes: box.mailLimit,
        refusals: box.refusals.flatMap { IngressSetup.refusals($0) })
    }
  }

  /// Asks each mailbox whether it lets us in; a line for each that does not.
  func check(_ transport: any IMAPTransport) async -> [String] {
    var refusals: [String] = []
    for (index, box) in boxes.enumerated() {
      if let failure = await MailboxFollower.check(box.folder, timeout: box.timeout, transport) {
        refusals.append("ingress.mailboxes[\(index)] (\(box.name)): \(failure.code): \(failure.message)")
      }
    }
    return refusals
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
        intake, box.folder, every: box.every, timeout: box.timeout, bytes: box.bytes,
        horizon: settings.limits.dedupHorizon, writer: writer, readers: readers, eventStream: eventStream,
        connect: { () throws(TransportFailure) in try CurlClient(connectionsPerHost: 1) })
    }
  }
}
