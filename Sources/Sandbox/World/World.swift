import CEL
import CivilTime

/// All counterparts and the clock that they share. It is pure: a call and the wall time go in, a result comes out.
/// Webhooks and mail are sent elsewhere.
struct World: Sendable {
  let options: SandboxOptions
  var clock: SandboxClock
  var payment: PaymentProvider
  var webhooks: WebhookQueue
  var crm: CRM
  var posts = PostBoard()
  var mails = MailSink()
  var mailKeys = MailKeys()
  var messages = MessageBoard()
  var rooms = MeetingRoom()
  var google = GoogleCalendars()
  var microsoft = MicrosoftMailboxes()
  var faults = FaultPlan()
  /// The number of calls of the providers' own interfaces, SMTP messages included and control calls excluded.
  var requests = 0
  private var resets = 0
  private let token: String

  init(options: SandboxOptions, now: Instant, token: String) {
    self.options = options
    self.token = token
    let start = options.clock ?? now
    clock = SandboxClock(now: start, isPaused: options.clock != nil || options.holdsClock)
    payment = PaymentProvider(terms: options.terms, now: start, names: NameSource(token: token))
    webhooks = WebhookQueue(endpoints: options.endpoints)
    crm = CRM(customFields: options.odooFields)
  }

  /// Resets everything but the clock and the webhook endpoints. Identifiers continue, so that none is used twice.
  mutating func reset() {
    resets += 1
    let endpoints = webhooks.endpoints
    payment = PaymentProvider(
      terms: options.terms, now: clock.now, names: NameSource(token: token + String(resets, radix: 36)))
    webhooks = WebhookQueue(endpoints: endpoints)
    crm = CRM(customFields: options.odooFields)
    posts = PostBoard()
    mails = MailSink()
    mailKeys = MailKeys()
    messages = MessageBoard()
    rooms = MeetingRoom()
    google = GoogleCalendars()
    microsoft = MicrosoftMailboxes()
    faults = FaultPlan()
    requests = 0
  }

  /// Follows the wall clock and carries out the providers' settlements until then.
  mutating func follow(wall: Instant) {
    guard !clock.isPaused else { return settle(until: clock.now) }
    var target = clock
    target.follow(wall: wall)
    settle(until: target.now)
    clock.follow(wall: wall)
    payment.core.now = clock.now
  }

  /// Holds the clock at `instant`, or at the present if that is later, after carrying out the settlements on the way.
  mutating func hold(at instant: Instant) {
    settle(until: max(instant, clock.now))
    clock.hold(at: instant)
    payment.core.now = clock.now
  }

  /// The next instant after now at which something happens by itself.
  var nextDue: Instant? {
    switch (payment.core.agenda.nextDue, webhooks.nextDue(after: clock.now)) {
    case (let a?, let b?): min(a, b)
    case (let a, let b): a ?? b
    }
  }

  private mutating func settle(until target: Instant) {
    while let entry = payment.core.agenda.removeFirst(notAfter: target) {
      clock.pass(to: entry.due)
      payment.core.now = clock.now
      payment.settle(entry.settlement)
      publish()
    }
  }

  /// Hands the provider's new events to the webhooks, each with the faults that apply to it.
  mutating func publish() {
    let events = payment.core.unpublished
    payment.core.unpublished = []
    for event in events {
      let targets = webhooks.targets(connect: event.account != nil)
      guard !targets.isEmpty else { continue }
      var event = event
      if case .reshape(let shape)? = faults.take(event.type, event.id, where: \.isReshaping)?.kind {
        event.object = shape.apply(to: event.object, payment)
      }
      let body = JSON.encode(event.json(version: payment.core.terms.apiVersion, pending: targets.count))
      let fault = faults.take(event.type, String(decoding: body, as: UTF8.self)) { $0.isWebhook && !$0.isReshaping }
      for target in targets { post(event, body, to: target, fault) }
    }
  }

  private mutating func post(_ event: PaymentEvent, _ body: [UInt8], to target: WebhookEndpoint, _ fault: Fault?) {
    func after(_ pause: Duration) -> Instant { event.created.adding(fault?.delay ?? pause) ?? event.created }
    switch fault?.kind {
    case .webhookDelay: webhooks.add(event, body: body, to: target, due: after(.seconds(3_600)))
    case .webhookReorder:
      webhooks.add(event, body: body, to: target, due: after(.seconds(60)), waitsForNext: true)
    case .webhookDrop: webhooks.add(event, body: body, to: target, due: event.created, losesFirst: true)
    case .webhookDuplicate:
      webhooks.add(event, body: body, to: target, due: event.created)
      webhooks.add(event, body: body, to: target, due: after(.zero))
    default: webhooks.add(event, body: body, to: target, due: event.created)
    }
  }
}
