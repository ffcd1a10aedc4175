import CivilTime

/// Reads two things of a calendar server's iCalendar (RFC 5545): a sequence, and times that are taken.
enum CalendarReading {
  /// The content lines, unfolded.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var out: [String] = []
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if let first = line.first, first == " " || first == "\t", !out.isEmpty {
        out[out.count - 1] += line.dropFirst()
      } else {
        out.append(String(line))
      }
    }
    return out
  }

  /// The entry's revision; nil if it has none.
  static func sequence(of bytes: [UInt8]) -> Int64? {
    lines(bytes).first { $0.uppercased().hasPrefix("SEQUENCE:") }.flatMap { Int64($0.dropFirst("SEQUENCE:".count)) }
  }

  /// The times of a VFREEBUSY that are not free, in order; nil if it is none.
  static func busy(in bytes: [UInt8]) -> [(start: Instant, end: Instant)]? {
    let lines = lines(bytes)
    guard lines.contains(where: { $0.uppercased() == "BEGIN:VFREEBUSY" }) else { return nil }
    var found: [(start: Instant, end: Instant)] = []
    for line in lines where line.uppercased().hasPrefix("FREEBUSY") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      if line[..<colon].uppercased().split(separator: ";").contains("FBTYPE=FREE") { continue }
      for period in line[line.index(after: colon)...].split(separator: ",") {
        let parts = period.split(separator: "/")
        guard parts.count == 2, let start = instant(parts[0]), let end = end(parts[1], after: start), start < end else {
          return nil
        }
        found.append((start, end))
      }
    }
    return found.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// A period's end is a time or a duration (RFC 5545 §3.3.9).
  private static func end(_ text: Substring, after start: Instant) -> Instant? {
    guard text.first == "P" else { return instant(text) }
    return (try? Duration.parse(iso8601: String(text))).flatMap { start.adding($0) }
  }

  /// A DATE-TIME in UTC, `20260303T090000Z`; a server that answers with another is not understood.
  private static func instant(_ text: Substring) -> Instant? {
    let digits = Array(text)
    guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return try? Instant.parse(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
  }
}
