import CivilTime

/// Deliveries in the order of their events. Those of one lane are made one at a time, different lanes in parallel. A
/// delivery that is not acknowledged with 2xx is retried at growing intervals for three days of the sandbox's clock.
struct WebhookQueue: Sendable {
  static let backoff: [Duration] = [
    .seconds(10), .seconds(60), .seconds(300), .seconds(1_800), .seconds(7_200), .seconds(18_000), .seconds(36_000),
    .seconds(43_200),
  ]
  static let waitLimit = Duration.seconds(3 * 86_400)

  var endpoints: [WebhookEndpoint]
  private var deliveries: [Int: WebhookDelivery] = [:]
  /// The deliveries that are not in flight, by due instant and number.
  private var waiting: [(due: Instant, number: Int)] = []
  private var inFlight: Set<Int> = []
  private var busyLanes: Set<String> = []
  private var numbers = 0
  private(set) var acknowledged = 0
  private(set) var givenUp = 0
  private(set) var attempts = 0

  init(endpoints: [WebhookEndpoint] = []) { self.endpoints = endpoints }

  /// The number of the newest delivery.
  var lastNumber: Int { numbers }

  /// The endpoints of an event.
  func targets(connect: Bool) -> [WebhookEndpoint] {
    let fitting = endpoints.filter { $0.connect == connect }
    return fitting.isEmpty && endpoints.count == 1 ? endpoints : fitting
  }

  mutating func add(
    _ event: PaymentEvent, body: [UInt8], to endpoint: WebhookEndpoint, due: Instant, losesFirst: Bool = false,
    waitsForNext: Bool = false
  ) {
    numbers += 1
    deliveries[numbers] = WebhookDelivery(
      number: numbers, event: event.id, type: event.type, lane: event.lane, endpoint: endpoint, body: body,
      created: event.created, due: due, losesFirst: losesFirst, waitsForNext: waitsForNext)
    insert(due, numbers)
  }

  /// The next attempt. Its lane is busy until `record` is called.
  mutating func next(now: Instant) -> WebhookAttempt? {
    var place = 0
    while place < waiting.count, waiting[place].due <= now {
      guard var delivery = deliveries[waiting[place].number], !busyLanes.contains(delivery.lane) else {
        place += 1
        continue
      }
      waiting.remove(at: place)
      delivery.attempts += 1
      delivery.waitsForNext = false
      deliveries[delivery.number] = delivery
      inFlight.insert(delivery.number)
      busyLanes.insert(delivery.lane)
      attempts += 1
      return WebhookAttempt(
        number: delivery.number, url: delivery.endpoint.url, secret: delivery.endpoint.secret, body: delivery.body,
        signedAt: now.seconds, isLost: delivery.losesFirst && delivery.attempts == 1)
    }
    return nil
  }

  /// Records the result of an attempt; numbers from before a reset are ignored.
  mutating func record(_ number: Int, acknowledged isAcknowledged: Bool, now: Instant) {
    guard inFlight.remove(number) != nil, var delivery = deliveries[number] else { return }
    busyLanes.remove(delivery.lane)
    if isAcknowledged {
      acknowledged += 1
      deliveries[number] = nil
      release(before: number, lane: delivery.lane, now: now)
      return
    }
    let pause = Self.backoff[min(delivery.attempts, Self.backoff.count) - 1]
    guard let due = now.adding(pause), due.duration(since: delivery.created) <= Self.waitLimit else {
      givenUp += 1
      deliveries[number] = nil
      return
    }
    delivery.due = due
    deliveries[number] = delivery
    insert(due, number)
  }

  /// The number of deliveries that are due and not acknowledged, in flight included.
  func undelivered(now: Instant) -> Int { waiting.prefix { $0.due <= now }.count + inFlight.count }

  /// Whether a delivery with at most this number is due or in flight.
  func isOutstanding(upTo number: Int, now: Instant) -> Bool {
    inFlight.contains { $0 <= number } || waiting.prefix { $0.due <= now }.contains { $0.number <= number }
  }

  /// The time of the next delivery that is not due yet.
  func nextDue(after now: Instant) -> Instant? { waiting.first { $0.due > now }?.due }

  private mutating func insert(_ due: Instant, _ number: Int) {
    var place = waiting.count
    while place > 0, (waiting[place - 1].due, waiting[place - 1].number) > (due, number) { place -= 1 }
    waiting.insert((due, number), at: place)
  }

  /// Releases the delivery that waited for this successor.
  private mutating func release(before successor: Int, lane: String, now: Instant) {
    let numbers = waiting.filter { $0.due > now && $0.number < successor }.map(\.number)
    for number in numbers where deliveries[number]?.waitsForNext == true && deliveries[number]?.lane == lane {
      waiting.removeAll { $0.number == number }
      deliveries[number]?.due = now
      insert(now, number)
    }
  }
}
