import CEL
import CivilTime
import Foundation

/// A rig with a catalogue of one consultant, who works every day from 8 to 18 in UTC.
struct MarketRig: Sendable {
  let rig: Rig
  static let slug = "anna-meier"

  /// - Parameters:
  ///   - settings: further settings of the daemon.
  ///   - record: further fields of the consultant, on a line of their own each.
  init(
    price: Int64? = nil, settings: String = "", record: [String] = [], environment: [String: String] = [:],
    hours: String = "08:00-18:00"
  ) throws {
    rig = try Rig(consultants: ["anna"], collections: "bookings: booking, holds: hold", more: settings)
    try rig.start(environment: environment)
    try importCatalogue(price: price, record: record, hours: hours)
  }

  /// Imports the catalogue, or changes the offer's price.
  func importCatalogue(
    price: Int64? = nil, rules: String = "", record: [String] = [], hours: String = "08:00-18:00"
  ) throws {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    let text = """
      services:
        - {type: 30-for-30, name: {en: 30-for-30}, prices: {EUR: 3000}, lengths: [30]}
      consultants:
        - slug: \(Self.slug)
          status: published
          firstName: Anna
          lastName: Meier
          title: Strategist
          email: anna@consultant.example
          biography: {en: Knows things.}
          languages: [en]
          zone: UTC
          currency: EUR
          account: acct_anna
          expertise: [{skill: ai, level: expert}]
          kyc: verified
          payoutEnabled: true
          hours: {\(days.map { "\($0): {slots: [\"\(hours)\"]}" }.joined(separator: ", "))}
      \(record.map { "    \($0)\n" }.joined())    offers: [{service: 30-for-30\(price.map { ", price: \($0)" } ?? "")}]
      \(rules)

      """
    let file = rig.folder.appendingPathComponent("catalogue.yaml")
    try text.write(to: file, atomically: false, encoding: .utf8)
    let done = try rig.ctl("consultants", "import", file.path, "--reason", "test")
    guard done.code == 0 else { throw Trouble("the import: \(done.out)\(done.err)") }
  }

  /// Ten o'clock, so many days from now.
  func start(days: Int64 = 5, minutes: Int64 = 0) throws -> String {
    try rig.now.noon(inDays: days).after(.seconds(minutes * 60 - 7_200)).description
  }

  func post(_ path: String, _ body: Value, key: String) throws -> HTTPAnswer {
    guard let answer = rig.post("/v1/\(path)", body, key: key, authorization: "Bearer \(Rig.site)") else {
      throw Trouble("the daemon is gone")
    }
    return answer
  }

  func get(_ path: String, headers: [String: String] = [:]) throws -> HTTPAnswer {
    guard let answer = HTTP.json(rig.publicPort, "GET", path, headers: headers) else {
      throw Trouble("the daemon is gone")
    }
    return answer
  }

  /// The starts of a day, as everybody sees them, or with reasons as the site does.
  func slots(_ day: String, explain: Bool = false, more: String = "") throws -> HTTPAnswer {
    try get(
      "/v1/consultants/\(Self.slug)/slots?service=30-for-30&from=\(day)&to=\(day)\(explain ? "&explain=1" : "")\(more)",
      headers: explain ? ["Authorization": "Bearer \(Rig.site)"] : [:])
  }

  func quote(_ key: String, start: String? = nil, more: ValueMap = [:]) throws -> HTTPAnswer {
    var body: ValueMap = [
      "consultant": .string(Self.slug), "service": "30-for-30", "start": .string(try start ?? self.start()),
      "tax": ["country": "DE"],
    ]
    for entry in more.entries { body[entry.key.stringValue ?? ""] = entry.value }
    return try post("quotes", .map(body), key: key)
  }

  func hold(_ key: String, start: String? = nil, client: String? = nil) throws -> HTTPAnswer {
    var body: ValueMap = [
      "consultant": .string(Self.slug), "service": "30-for-30", "start": .string(try start ?? self.start()),
    ]
    if let client { body["client"] = .string(client) }
    return try post("holds", .map(body), key: key)
  }

  static func order(quote: String, hold: String? = nil) -> ValueMap {
    var order: ValueMap = [
      "quote": .string(quote), "method": "card",
      "client": [
        "name": "Ada Lovelace", "email": "ada@client.example", "linkedin": nil, "zone": "Europe/Berlin",
        "language": "en",
      ],
      "consents": ["terms": true, "privacy": true, "data": true, "marketing": false, "social": false],
    ]
    if let hold { order["hold"] = .string(hold) }
    return order
  }

  func book(_ key: String, quote: String, hold: String? = nil) throws -> HTTPAnswer {
    try post("bookings", .map(Self.order(quote: quote, hold: hold)), key: key)
  }

  /// The families that claim the consultant's time.
  func claims() throws -> [String] {
    try rig.rows(
      "SELECT f.key FROM claims c JOIN families f ON f.id = c.family WHERE c.resource = 'consultant/\(Self.slug)'"
    ).compactMap { $0.first ?? nil }
  }

  func status(_ reference: String) throws -> String? {
    let shown = try JSON.parse(rig.ctl("bookings", "show", reference, "--output", "json").out)
    return shown["machines"]?.listValue?.first?["view"]?["status"]?.stringValue
  }
}

extension HTTPAnswer {
  var id: String { json["id"]?.stringValue ?? "" }
  var reference: String { json["reference"]?.stringValue ?? "" }
  var code: String { json["code"]?.stringValue ?? "" }
}
