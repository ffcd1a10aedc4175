import CivilTime

/// A guest's answer to an invitation (RFC 5546 §3.2.3, §3.2.7).
struct CalendarReply {
  /// `reply.accepted`, `reply.declined`, `reply.tentative`, `reply.counter`, or `other` for what is no answer.
  let event: String
  /// The address of who answers.
  let attendee: String?
  let uid: String?
  /// The revision of the invitation that is answered; nil if the answer does not say.
  let sequence: Int64?
  /// The start that the answer names: an RFC 3339 time in UTC, or a wall time with the name of its zone behind it,
  /// `2026-03-10T09:00:00 Europe/Berlin`; nil for a time that could be anywhere.
  let start: String?

  init(_ text: String) {
    var (method, uid, start, attendee, answer): (String?, String?, String?, String?, String?)
    var sequence: Int64?
    var inEvent = false
    for line in Self.unfolded(text) {
      guard let colon = Self.valueStart(line) else { continue }
      let head = line[..<colon].split(separator: ";").map(String.init)
      let value = String(line[line.index(after: colon)...])
      switch (head.first?.uppercased() ?? "", inEvent) {
      case ("BEGIN", _) where value.uppercased() == "VEVENT": inEvent = true
      case ("END", _) where value.uppercased() == "VEVENT": inEvent = false
      case ("METHOD", false): method = value.uppercased()
      case ("UID", true) where uid == nil: uid = value
      case ("SEQUENCE", true) where sequence == nil: sequence = Int64(value)
      case ("DTSTART", true) where start == nil: start = Self.time(value, parameters: head.dropFirst())
      case ("ATTENDEE", true) where attendee == nil:
        attendee = value.lowercased().hasPrefix("mailto:") ? String(value.dropFirst(7)) : value
        answer = head.dropFirst().first { $0.uppercased().hasPrefix("PARTSTAT=") }.map {
          String($0.dropFirst(9)).uppercased()
        }
      default: break
      }
    }
    (self.uid, self.sequence, self.attendee, self.start) = (uid, sequence, attendee, start)
    switch (method, answer) {
    case ("COUNTER", _): event = "reply.counter"
    case ("REPLY", "ACCEPTED"): event = "reply.accepted"
    case ("REPLY", "DECLINED"): event = "reply.declined"
    case ("REPLY", "TENTATIVE"): event = "reply.tentative"
    default: event = "other"
    }
  }

  /// Finds the colon before the value; a colon inside a quoted parameter does not count.
  private static func valueStart(_ line: String) -> String.Index? {
    var isQuoted = false
    for index in line.indices {
      if line[index] == "\"" { isQuoted.toggle() }
      if line[index] == ":", !isQuoted { return index }
    }
    return nil
  }

  /// Writes `20260310T090000Z` or `20260310T090000` with its zone; nil for anything else. Only letters, digits and a few
  /// signs of a zone's name are kept, since it goes before people.
  private static func time(_ value: String, parameters: ArraySlice<String>) -> String? {
    let digits = Array(value)
    guard digits.count == 15 || (digits.count == 16 && digits[15] == "Z"), digits[8] == "T" else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    let wall = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))"
    guard let instant = try? Instant.parse(wall + "Z") else { return nil }
    if digits.count == 16 { return instant.description }
    let zone = parameters.first { $0.uppercased().hasPrefix("TZID=") }?.dropFirst(5).prefix(64).filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-. ".contains($0))
    }
    return zone.flatMap { $0.isEmpty ? nil : "\(wall) \($0)" }
  }

  private static func unfolded(_ text: String) -> [String] {
    var lines: [[Substring]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first == " " || line.first == "\t", !lines.isEmpty {
        lines[lines.count - 1].append(line.dropFirst())
      } else {
        lines.append([line])
      }
    }
    return lines.map { $0.joined() }
  }
}
