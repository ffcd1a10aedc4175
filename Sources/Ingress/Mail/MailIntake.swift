import CEL
public import CivilTime
import EngineMessages
import HTTPTypes

/// Takes the mails of a mailbox that the daemon reads itself, as `POST /webhooks/…` takes those that a mail server hands
/// on. The digest of a mail is its key: one that is read twice is the same event.
public struct MailIntake: Sendable {
  /// The result of taking in a mail.
  public enum Outcome: Sendable, Hashable {
    /// It says something of ours, and that is kept.
    case taken
    /// It says nothing of ours.
    case ignored
    /// It could not be kept; it is to be read again.
    case later
  }

  /// The name of the mailbox, which is the source of the events.
  public var name: String { source.name }

  private let source: WebhookSource
  private let receiver: any EventReceiver
  private let tally: WebhookTally
  private let quota: SenderQuota
  private let ticks: @Sendable () -> Duration

  /// Creates an intake.
  ///
  /// - Parameters:
  ///   - name: the source of the events.
  ///   - refusals: the events after which an address is not written to any more; nil if there are none.
  ///   - eventsPerHour: the most events that are taken in an hour; further mails wait.
  ///   - ticks: monotonic time from any beginning; by default the system's.
  public init(
    name: String, refusals: RefusalRule?, eventsPerHour: Int, receiver: any EventReceiver, tally: WebhookTally,
    ticks: (@Sendable () -> Duration)? = nil
  ) {
    source = WebhookSource(name: name, scheme: .bearer, secrets: [], refusals: refusals, format: .mail)
    (self.receiver, self.tally) = (receiver, tally)
    quota = SenderQuota(IngressSettings.Quota(eventsPerSource: eventsPerHour))
    let start = ContinuousClock.now
    self.ticks = ticks ?? { ContinuousClock.now - start }
  }

  /// Takes a mail.
  ///
  /// - Parameter arrived: when it came into the mailbox; nil if that is not known.
  public func take(_ raw: [UInt8], arrived: Instant?) async -> Outcome {
    let report = MailReport(raw).body
    // Whatever else people and machines write to the address concerns no booking and leaves nothing.
    guard report["event"]?.stringValue != MailReport.nothing else { return .ignored }
    let body: Value
    switch await MailParty(receiver: receiver).sign(report) {
    case .signed(let signed): body = signed
    case .stranger:
      tally.count(.stranger, source: name)
      return .ignored
    case .unreadable: return .later
    }
    let reading = PickReading(body: body, raw: raw, headers: HTTPFields())
    guard let identity = try? WebhookIdentity(reading, from: source, endpoint: nil) else {
      tally.count(.unknownName, source: name)
      return .ignored
    }
    guard case .success(let charge) = quota.charge(.source(name), bytes: raw.count, at: ticks()) else { return .later }
    if let refusal = source.refusals?.refusal(identity, reading, source: name), await !receiver.refuse(refusal) {
      charge.giveBack()
      return .later
    }
    let reply = await receiver.submit(
      InboundEvent(
        source: name, key: identity.key, name: identity.name, role: source.role, reference: nil, body: body,
        content: raw, signedAt: arrived, actor: name))
    charge.settle(reply.map { .replied($0) } ?? .notStored)
    switch reply {
    case nil, .overloaded: return .later
    case .accepted(reference: "", disposition: .ignored):
      tally.count(.nobody, source: name)
      return .ignored
    case .some: return .taken
    }
  }
}
