internal import CEL
internal import CivilTime
internal import WorkflowTesting

/// Clients, consultants, operators and the payment provider of random but plausible bookings.
struct BookingMoves {
  var draw: Draw
  let families: Int
  var isCrowded = false
  var features = Features.none
  /// The beginning of each run: Monday, 1 March 2027, 09:30 UTC.
  static let epoch = Instant(seconds: 1_803_893_400)!
  private static let everybody = ["client", "consultant", "operator"]

  static func reference(_ family: Int) -> String { "VLT-20270301-SIM\(family)" }

  /// - Parameter isCrowded: all families meet at the same time.
  static func start(_ family: Int, isCrowded: Bool) -> Instant {
    epoch.adding(.seconds(Int64(3 + (isCrowded ? 0 : family * 2 % 5)) * 86_400 + 1_800)) ?? epoch
  }

  static func consultant(_ family: Int, isCrowded: Bool) -> String { isCrowded ? "c1" : "c\(family % 2 + 1)" }

  static func input(_ family: Int, isCrowded: Bool, features: Features) -> Value {
    let start = start(family, isCrowded: isCrowded)
    let consultant = consultant(family, isCrowded: isCrowded)
    return [
      "reference": .string(reference(family)), "service": ["id": "s", "title": "30 for 30", "checklist": .list([])],
      "client": [
        "name": "Ada", "email": "ada@client.example", "linkedin": nil, "zone": "Europe/Berlin", "language": "en",
      ],
      "consultant": [
        "id": .string(consultant), "name": "Carl", "email": "carl@consultant.example", "zone": "Europe/Berlin",
        "language": "de", "account": .string("acct_\(consultant)"), "currency": "EUR", "linkedin": .bool(family == 0),
        "buffer": "PT15M", "max_per_day": 4, "host": family == 0 ? nil : "host@consultant.example",
        "calendar": features.hasCalendars ? .string("\(consultant)@calendar.example") : .null,
      ],
      "price": 3_000, "currency": "EUR", "method": .string(features.method),
      "return_to": features.hasPages ? "https://marketplace.example/bookings/" : nil,
      "start": .string(start.description),
      "end": .string((start.adding(.seconds(1_800)) ?? start).description),
      "consents": ["terms": true, "privacy": true, "data": true, "marketing": .bool(family == 1), "social": true],
    ]
  }

  mutating func opening(_ family: Int) -> [Move] {
    var moves: [Move] = [.start(family: family)]
    if draw.chance(80) { moves += [.wait(.seconds(Int64(draw.below(600)))), pays(family)] }
    return moves
  }

  mutating func next() -> [Move] {
    let family = draw.below(families)
    let places = features.hasMeetings || features.hasCalendars ? 3 : 0
    let kinds: [(weight: Int, value: Int)] = [(11, 0), (14, 1), (5, 2), (4, 3), (3, 4), (places, 5)]
    switch draw.weighted(kinds) {
    case 0: return [time(family)]
    case 1: return [party(family)]
    case 2: return [provider(family)]
    case 3: return [.answerTask(draw.below(3), answer())]
    case 5: return [place(family)]
    default: return meeting(family)
    }
  }

  private mutating func time(_ family: Int) -> Move {
    if draw.chance(50) {
      let offsets: [Int64] = [-90_000, -46_800, -7_200, -600, 0, 60, 900, 1_800, 3_600, 174_600]
      return .until(family: family, .seconds(draw.one(of: offsets)))
    }
    return .wait(.seconds(draw.one(of: [60, 960, 3_600, 10_800, 39_600, 86_400, 172_800, 259_200])))
  }

  /// A meeting as it should go.
  private mutating func meeting(_ family: Int) -> [Move] {
    [
      .until(family: family, .seconds(60)), event(family, "consultant.start", "consultant"),
      .until(family: family, .seconds(1_900)), event(family, "client.confirm", "client"),
    ]
  }

  private mutating func event(_ family: Int, _ name: String, _ role: String, _ body: ValueMap = [:]) -> Move {
    let copies: [Duration] = draw.chance(15) ? [draw.seconds(upTo: 5_000)] : []
    return .event(family: family, name: name, role: role, body: .map(body), copies: copies)
  }

  /// A word of a calendar or of the provider of meetings, or an operator who has made a meeting.
  private mutating func place(_ family: Int) -> Move {
    let reference = Self.reference(family)
    switch draw.below(6) {
    case 0:
      let url = draw.one(of: ["https://meet.example/by-hand", "https://meet.example/other", "http://meet.example"])
      return event(family, "meeting.supply", "operator", ["url": .string(url)])
    case 1, 2:
      let word = draw.one(of: ["accepted", "tentative", "declined", "counter"])
      let body: Value = [
        "uid": .string(reference), "sequence": .int(Int64(draw.below(3))), "start": "2027-03-09T12:00:00Z",
        "party": .string(draw.one(of: ["client.email", "consultant.email"])),
      ]
      return .told(family: family, source: "calendar", type: "reply.\(word)", body: body, copies: deliveries())
    default:
      let word = draw.one(of: ["participant_joined", "participant_joined", "participant_left", "ended"])
      let participant: Value = [
        "id": draw.chance(50) ? "h" : "g", "join_time": "2027-03-04T10:00:20Z", "leave_time": "2027-03-04T10:29:00Z",
      ]
      let meeting: Value = [
        "id": .string("m_\(reference)/meeting/\(1 + draw.below(2))"), "topic": .string("\(reference) 30 for 30"),
        "host_id": "h", "participant": participant,
      ]
      return .told(
        family: family, source: "zoom", type: "meeting.\(word)", body: ["payload": ["object": meeting]],
        copies: deliveries())
    }
  }

  private mutating func dates() -> ValueMap {
    // A date that another family may have asked for, too.
    let day = isCrowded ? 5 + draw.below(3) : 2 + draw.below(27)
    let text = day < 10 ? "0\(day)" : "\(day)"
    return ["start": .string("2027-03-\(text)T12:00:00Z"), "end": .string("2027-03-\(text)T12:30:00Z")]
  }

  private mutating func party(_ family: Int) -> Move {
    let side = draw.one(of: ["client", "consultant"])
    let anybody = draw.one(of: Self.everybody)
    switch draw.below(22) {
    case 0, 1: return event(family, "absence.claim", anybody, ["absent": .string(side)])
    case 2: return event(family, "absence.dispute", side)
    case 3: return event(family, "absence.withdraw", anybody)
    case 4: return event(family, "consultant.start", "consultant")
    case 5: return event(family, "client.confirm", "client")
    case 6: return event(family, "consultant.confirm", "consultant")
    case 7: return event(family, "client.object", "client", ["reason": "x"])
    case 8: return event(family, "cancel.client", "client", ["reason": nil])
    case 9: return event(family, "cancel.consultant", "consultant", ["reason": nil])
    case 10, 11: return event(family, "reschedule.request", anybody, dates())
    case 12: return event(family, "reschedule.propose", side, dates())
    case 13: return event(family, "reschedule.accept", side, ["start": dates()["start"] ?? .null])
    case 14: return event(family, "reschedule.decline", side)
    case 15:
      return event(
        family, "refund.amount", "operator", ["amount": .int(draw.one(of: [1, 500, 3_000])), "reason": "goodwill"])
    case 16:
      return event(
        family, "operator.resolve", "operator",
        [
          "verdict": .string(draw.one(of: ["deliver", "refund"])),
          "percent": draw.chance(50) ? .null : .int(Int64(draw.below(101))),
        ])
    case 17:
      return event(
        family, "feedback.received", "client", ["rating": .int(Int64(1 + draw.below(5))), "testimonial": false])
    case 18:
      return event(family, draw.one(of: ["operator.freeze", "operator.unfreeze"]), "operator", ["reason": "x"])
    case 19: return event(family, "client.submitted", "client", ["items": .list([])])
    case 20: return event(family, "cancel.operator", "operator", ["reason": "x"])
    default:
      let (name, role) = draw.one(of: [
        ("operator.retry", "operator"), ("hold.lift", "operator"), ("erasure.request", "client"),
        ("payment.retry", "client"), ("unsubscribe", "client"), ("proposal.sent", "consultant"),
      ])
      return event(family, name, role)
    }
  }

  /// The instants at which a webhook is delivered: mostly once and soon, at times twice, or days later.
  private mutating func deliveries() -> [Duration] {
    let first = draw.weighted([(6, Duration.zero), (2, .seconds(90)), (1, .seconds(7_200)), (1, .seconds(250_000))])
    return draw.chance(25) ? [first, draw.seconds(upTo: 90_000)] : [first]
  }

  private mutating func pays(_ family: Int) -> Move {
    let reference = Self.reference(family)
    return .webhook(
      family: family, type: "payment_intent.succeeded",
      object: [
        "id": .string("pi_\(reference)/intent/1"), "transfer_group": .string(reference),
        "amount_received": 3_000, "currency": "eur", "latest_charge": .string("ch_\(reference)"),
      ], copies: deliveries())
  }

  private mutating func provider(_ family: Int) -> Move {
    let reference = Value.string(Self.reference(family))
    let charge = Value.string("ch_\(Self.reference(family))")
    let dispute = Value.string("du_\(Self.reference(family))_\(1 + draw.below(2))")
    switch draw.below(9) {
    case 0, 1: return pays(family)
    case 2:
      let type = draw.one(of: ["processing", "canceled", "requires_action", "payment_failed"])
      return .webhook(
        family: family, type: "payment_intent.\(type)", object: ["transfer_group": reference], copies: deliveries())
    case 3, 4: return .refundSettles(family: family, status: draw.one(of: ["succeeded", "failed"]))
    case 5:
      return .webhook(
        family: family, type: "account.updated",
        object: ["id": .string("acct_" + Self.consultant(family, isCrowded: isCrowded))],
        copies: deliveries())
    case 6, 7:
      return .webhook(
        family: family, type: "charge.dispute.created",
        object: [
          "id": dispute, "charge": charge, "status": "needs_response",
          "amount": .int(draw.one(of: [500, 2_000, 3_000])),
        ], copies: deliveries())
    default:
      return .webhook(
        family: family, type: "charge.dispute.closed",
        object: ["id": dispute, "charge": charge, "status": .string(draw.one(of: ["won", "lost"]))],
        copies: deliveries())
    }
  }

  /// The answer to anything that may be asked of a person. What the task's form does not have is left out when it is sent.
  private mutating func answer() -> ValueMap? {
    if draw.chance(20) { return nil }
    return [
      "url": "https://meet.example/by-a-person",
      "took_place": .bool(draw.chance(50)),
      "party": .string(draw.one(of: ["client", "consultant", "both", "unknown"])),
      "refund_percent": .int(draw.one(of: [0, 40, 100])), "verdict": .string(draw.one(of: ["deliver", "refund"])),
      "percent": .int(draw.one(of: [0, 30, 100])), "collected": .int(draw.one(of: [0, 1, 100_000])),
      "paid": .bool(draw.chance(50)), "lost": .bool(draw.chance(50)),
    ]
  }
}
