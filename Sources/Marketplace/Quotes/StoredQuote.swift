public import CEL
public import CivilTime

/// A quote as it is kept: its body, when it expires, and the booking that has used it.
public struct StoredQuote: Hashable, Sendable {
  /// As it was answered.
  public let body: Value
  /// The question, from which a fresh one can be made.
  public let call: Value
  /// From then on it does not hold.
  public let expires: Instant
  /// The key of the booking that has used it; nil while nobody has.
  public let usedBy: String?

  /// The reason why a quote cannot be used.
  public enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
    case expired = "quote_expired"
    case used = "quote_used"
  }

  /// - Parameter usedBy: nil while nobody has used it.
  public init(body: Value, call: Value, expires: Instant, usedBy: String? = nil) {
    (self.body, self.call, self.expires, self.usedBy) = (body, call, expires, usedBy)
  }

  /// Reads the record of a quote; nil for another record.
  public init?(record: Value) {
    guard let body = record["quote"], let call = record["call"], let text = record["expires"]?.stringValue,
      let expires = try? Instant.parse(text)
    else { return nil }
    self.init(body: body, call: call, expires: expires, usedBy: record["usedBy"]?.stringValue)
  }

  /// The record to keep. Its versions decide between two bookings that use it at once.
  public var record: Value {
    var map = ValueMap([("quote", body), ("call", call), ("expires", .string("\(expires)"))])
    if let usedBy { map["usedBy"] = .string(usedBy) }
    return .map(map)
  }

  /// Returns the quote as it is kept once the booking of a key has used it. The same key uses it again, also after it
  /// has expired, so that a repeated request is answered as the first.
  public func used(by key: String, at now: Instant) throws(Refusal) -> StoredQuote {
    if usedBy == key { return self }
    if usedBy != nil { throw .used }
    guard now < expires else { throw .expired }
    return StoredQuote(body: body, call: call, expires: expires, usedBy: key)
  }

  /// Returns the quote with as much time again, once; nil if it was extended before, is used or has expired.
  public func extended(by validity: Duration, at now: Instant) -> StoredQuote? {
    guard usedBy == nil, now < expires, body["extended"]?.boolValue != true, let later = expires.adding(validity)
    else { return nil }
    let longer = body.setting("expiresAt", .string("\(later)")).setting("extended", .bool(true))
    return StoredQuote(body: longer, call: call, expires: later)
  }
}
