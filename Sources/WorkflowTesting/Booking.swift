public import CEL
public import CivilTime
public import EngineMessages
import Storage
import WorkflowEngine

/// A booking for tests: its input, and the events that its parties send.
public struct Booking {
  /// The world in which the booking lives.
  public let simulation: Simulation
  /// The business key.
  public let reference: String
  /// The start of the meeting; it lasts half an hour.
  public let start: Instant
  /// The price in minor units of EUR.
  public let price: Int64

  /// Nothing is sent yet; `request` starts the family.
  ///
  /// - Parameters:
  ///   - price: minor units of EUR.
  ///   - days: whole days from the simulation's present day to the meeting, which starts at 10:00 UTC.
  ///   - checklist: true to give the service one required item.
  public init(
    _ simulation: Simulation, reference: String = "VLT-20270101-TEST", price: Int64 = 3_000, days: Int64 = 5,
    consultant: String = "c1", checklist: Bool = false
  ) {
    self.simulation = simulation
    self.reference = reference
    self.price = price
    // The meeting is in the middle of the day, so that quiet hours do not affect the test.
    let midnight = simulation.now.seconds - simulation.now.seconds % 86_400
    start = Instant(seconds: midnight + days * 86_400 + 10 * 3_600, nanoseconds: 0)!
    input = [
      "reference": .string(reference),
      "service": [
        "id": "30-for-30", "title": "30 for 30",
        "checklist": checklist ? [["id": "goals", "required": true]] : .list([]),
      ],
      "client": [
        "name": "Ada Client", "email": "ada@client.example", "linkedin": "https://linkedin.example/in/ada",
        "zone": "Europe/Berlin", "language": "en",
      ],
      "consultant": [
        "id": .string(consultant), "name": "Carl Consultant", "email": "carl@consultant.example",
        "zone": "Europe/Berlin", "language": "de", "account": "acct_1", "currency": "EUR", "linkedin": true,
        "buffer": "PT15M", "max_per_day": 4,
      ],
      "price": .int(price), "currency": "EUR", "method": "card", "start": .string(start.description),
      "end": .string(start.adding(.seconds(1_800))!.description),
      "consents": ["terms": true, "privacy": true, "data": true, "marketing": false, "social": true],
    ]
  }

  /// The input of the workflow `booking`.
  public let input: Value

  /// Sends the request for the booking.
  ///
  /// - Parameter key: the idempotency key; the same key repeats the request.
  @discardableResult
  public func request(key: String = "request-1") throws -> Reply {
    try simulation.send { token in
      .start(
        StartRequest(
          source: "api:test", key: "\(reference)/\(key)", workflow: "booking", input: input,
          content: JSON.encode(input),
          actor: "site test"), token)
    }
  }

  /// Sends an event of a party or of the site.
  ///
  /// - Parameter key: the deduplication key; nil for one that belongs to the name and the role.
  @discardableResult
  public func party(_ name: String, _ role: String, _ data: Value = .map(ValueMap()), key: String? = nil) throws
    -> Reply
  {
    try simulation.send { token in
      .event(
        InboundEvent(
          source: role == "site" ? "api:test" : "api", key: key ?? "\(reference)/\(name)/\(role)", name: name,
          role: role, reference: reference,
          body: data,
          content: JSON.encode(data), signedAt: nil, actor: role), token)
    }
  }

  /// Sends a provider's webhook about this booking.
  @discardableResult
  public func webhook(_ type: String, _ object: Value, key: String) throws -> Reply {
    let body: Value = ["type": .string(type), "data": ["object": object]]
    simulation.providers.stands(object)
    return try simulation.send { token in
      .event(
        InboundEvent(
          source: "stripe", key: key, name: type, role: "provider", reference: nil, body: body,
          content: JSON.encode(body), signedAt: nil, actor: "stripe"), token)
    }
  }

  /// Sends the webhook of a successful payment.
  ///
  /// - Parameter amount: minor units; nil for the price.
  @discardableResult
  public func pays(amount: Int64? = nil, key: String = "evt_paid") throws -> Reply {
    try webhook(
      "payment_intent.succeeded",
      [
        "id": .string("pi_\(reference)/intent/1"), "transfer_group": .string(reference),
        "amount_received": .int(amount ?? price), "currency": "eur",
        "latest_charge": .string("ch_\(reference)"),
      ], key: "\(reference)/\(key)")
  }

  /// Closes every open human task as done.
  public func finishTasks() throws {
    for task in try simulation.reader().tasks(in: .open, after: nil, limit: 100) {
      try simulation.send { token in
        .command(
          OperatorCommand(
            action: .taskDone(task.id, data: .map(ValueMap())), key: "done/\(task.id)", actor: "uid 0", reason: "done"),
          token)
      }
    }
  }

  /// Returns the instant at this offset from the start of the meeting; a negative one is before it.
  public func at(_ offset: Duration) -> Instant { start.adding(offset)! }

  /// Runs the booking from the request to the release of the escrow and the week after it.
  public func runHappyPath() throws {
    try request()
    try pays()
    try simulation.advance(to: at(.seconds(60)))
    try party("consultant.start", "consultant")
    try simulation.advance(to: at(.seconds(1_900)))
    try party("client.confirm", "client")
    try simulation.advance(to: at(.seconds(6 * 3_600)))
    try finishTasks()
    try party("feedback.received", "client", ["rating": 5, "text": "Splendid", "testimonial": true])
    try simulation.advance(to: at(.seconds(10 * 86_400)))
  }
}
