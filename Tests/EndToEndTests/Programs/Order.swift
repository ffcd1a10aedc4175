import CEL
import CivilTime

/// A website's request for a client.
struct Order: Sendable {
  var key: String
  var consultant: String
  var price: Int64 = 15_000
  var start: Instant
  var name = "Ada Lovelace"

  var end: Instant { start.adding(.seconds(1_800)) ?? start }

  var json: Value {
    [
      "service": ["id": "30-for-30", "title": "30 for 30", "checklist": []],
      "client": [
        "name": .string(name), "email": .string("\(key)@client.example"), "linkedin": nil, "zone": "Europe/Berlin",
        "language": "en",
      ],
      "consultant": [
        "id": .string(consultant), "name": "Karl Weiß", "email": .string("\(consultant)@consultant.example"),
        "zone": "Europe/Berlin", "language": "de", "account": .string("acct_\(consultant)"), "currency": "EUR",
        "linkedin": false, "buffer": "PT15M", "max_per_day": 4,
      ],
      "price": .int(price), "currency": "EUR", "method": "card", "start": .string(start.description),
      "end": .string(end.description),
      "consents": ["terms": true, "privacy": true, "data": true, "marketing": false, "social": false],
    ]
  }
}

/// The answer to the website.
struct Booked: Sendable {
  let reference: String
  let client: String
  let consultant: String

  init?(_ answer: HTTPAnswer) {
    guard answer.status == 201, let reference = answer.json["reference"]?.stringValue,
      let client = answer.json["capabilities"]?["client"]?.stringValue,
      let consultant = answer.json["capabilities"]?["consultant"]?.stringValue
    else { return nil }
    (self.reference, self.client, self.consultant) = (reference, client, consultant)
  }
}

extension Instant {
  func after(_ duration: Duration) -> Instant { adding(duration) ?? self }

  /// Noon in UTC, so many days from now.
  func noon(inDays days: Int64) -> Instant {
    Instant(seconds: (seconds / 86_400 + days) * 86_400 + 43_200, nanoseconds: 0) ?? self
  }
}
