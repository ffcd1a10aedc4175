public import CEL
public import CivilTime
public import Leads

/// A lead as it is kept: everything that its forms have said, and what became of it.
public struct StoredLead: Hashable, Sendable {
  /// Where a lead is.
  public enum Status: String, Hashable, Sendable, CaseIterable { case open, won, lost }

  /// A score that was made, with the reason for making it.
  public struct Entry: Hashable, Sendable {
    /// The time at which the score was made.
    public let at: Instant
    /// The version of the rules that made it.
    public let rules: String
    /// The total, 0 to 100.
    public let total: Int
    /// The grade of the total.
    public let grade: LeadScore.Grade
    /// The event that led to the score, such as `contact form`.
    public let cause: String

    /// Creates an entry from its fields.
    public init(at: Instant, rules: String, total: Int, grade: LeadScore.Grade, cause: String) {
      (self.at, self.rules, self.total, self.grade, self.cause) = (at, rules, total, grade, cause)
    }
  }

  /// A form that was taken: the digest of its key and that of its body.
  public struct Form: Hashable, Sendable {
    /// The digest of the idempotency key and its source, by which a repeated form is recognised.
    public let key: String
    /// The digest of the body, by which another form under the same key is recognised.
    public let body: String

    /// Creates a `Form` from its fields.
    public init(key: String, body: String) { (self.key, self.body) = (key, body) }
  }

  /// So many scores and forms are remembered, the newest.
  public static let mostEntries = 20

  /// The fields of all forms; a later form's win.
  public private(set) var body: Value
  /// The state. Every form opens the lead again.
  public var status: Status
  /// The id of the person who looks after it.
  public var assigned: String?
  /// The time of the first form.
  public let opened: Instant
  /// The time of the last form.
  public private(set) var told: Instant
  /// The newest scores, the oldest of them first.
  public private(set) var scores: [Entry]
  /// The newest forms, the oldest of them first.
  public private(set) var forms: [Form]

  /// A lead that begins with a form.
  public init(_ body: Value, form: Form, at now: Instant) {
    (self.body, status, assigned, opened, told) = (body, .open, nil, now, now)
    (scores, forms) = ([], [form])
  }

  /// Reads the record of a lead; nil for another record.
  public init?(record: Value) {
    func instant(_ name: String) -> Instant? { record[name]?.stringValue.flatMap { try? Instant.parse($0) } }
    guard let body = record["form"], let opened = instant("opened"), let told = instant("told"),
      let status = record["status"]?.stringValue.flatMap(Status.init)
    else { return nil }
    (self.body, self.status, self.opened, self.told) = (body, status, opened, told)
    assigned = record["assigned"]?.stringValue
    scores = (record["scores"]?.listValue ?? []).compactMap(Entry.init)
    forms = (record["forms"]?.listValue ?? []).compactMap { form in
      guard let key = form["key"]?.stringValue, let body = form["body"]?.stringValue else { return nil }
      return Form(key: key, body: body)
    }
  }

  /// The record to keep.
  public var record: Value {
    var map = ValueMap([
      ("form", body), ("status", .string(status.rawValue)), ("opened", .string("\(opened)")),
      ("told", .string("\(told)")), ("scores", .list(scores.map(\.value))),
      ("forms", .list(forms.map { .map(ValueMap([("key", .string($0.key)), ("body", .string($0.body))])) })),
    ])
    if let assigned { map["assigned"] = .string(assigned) }
    return .map(map)
  }

  /// The form as it was read; nil if an earlier program kept something else.
  public var call: LeadCall? { LeadCall.read(body).call }

  /// Takes another form of the same person. A field that is not in it stays. Somebody who comes back is open again.
  public mutating func take(_ other: Value, form: Form, at now: Instant) {
    body = Self.merged(body, other)
    (told, status) = (now, .open)
    forms = (forms + [form]).suffix(Self.mostEntries)
  }

  /// Remembers a score.
  public mutating func note(_ entry: Entry) { scores = (scores + [entry]).suffix(Self.mostEntries) }

  private static func merged(_ old: Value, _ new: Value) -> Value {
    guard case .map(var map) = old, let changes = new.mapValue else { return new }
    for (key, value) in changes.entries {
      guard let name = key.stringValue else { continue }
      map[name] = map[name].map { merged($0, value) } ?? value
    }
    return .map(map)
  }
}

extension StoredLead.Entry {
  fileprivate init?(_ value: Value) {
    guard let at = value["at"]?.stringValue.flatMap({ try? Instant.parse($0) }),
      let rules = value["rules"]?.stringValue,
      let total = value["total"]?.intValue, let grade = value["grade"]?.stringValue.flatMap(LeadScore.Grade.init),
      let cause = value["cause"]?.stringValue
    else { return nil }
    self.init(at: at, rules: rules, total: Int(total), grade: grade, cause: cause)
  }

  fileprivate var value: Value {
    .map(
      ValueMap([
        ("at", .string("\(at)")), ("rules", .string(rules)), ("total", .int(Int64(total))),
        ("grade", .string(grade.rawValue)), ("cause", .string(cause)),
      ]))
  }
}
