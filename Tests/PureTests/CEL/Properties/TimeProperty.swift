import CivilTime

/// The property of every text given to the readers of times: a value that is read and written is read as the same.
enum TimeProperty {
  /// Describes a violation; nil if there is none.
  static func violation(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    if let instant = try? Instant.parse(text), (try? Instant.parse(instant.description)) != instant {
      return "\(text) is written as \(instant)"
    }
    if let duration = try? Duration.parse(iso8601: text), (try? Duration.parse(iso8601: duration.iso8601)) != duration {
      return "\(text) is written as \(duration.iso8601)"
    }
    if let period = try? Period.parse(iso8601: text), (try? Period.parse(iso8601: period.description)) != period {
      return "\(text) is written as \(period)"
    }
    _ = ZoneRules.fixed(text)
    if let rules = try? ZoneRules(tzif: bytes) {
      for seconds in [Int64(-62_135_596_800), 0, 1_800_000_000, 253_402_300_799] {
        guard let instant = Instant(seconds: seconds) else { return "no instant at \(seconds)" }
        _ = rules.instant(of: rules.local(at: instant))
      }
    }
    return nil
  }
}
