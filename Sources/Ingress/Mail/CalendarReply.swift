/// A guest's answer to an invitation (RFC 5546 §3.2.3, §3.2.7).
struct CalendarReply {
  /// `reply.accepted`, `reply.declined`, `reply.tentative`, `reply.counter`, or `other` for what is no answer.
  let event: String
  /// The address of who answers.
  let attendee: String?
  let uid: String?
  /// The start that a counter-proposal asks for, as it was written.
  let start: String?

  init(_ text: String) {
    var (method, uid, start, attendee, answer): (String?, String?, String?, String?, String?)
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
      case ("DTSTART", true) where start == nil: start = value
      case ("ATTENDEE", true) where attendee == nil:
        attendee = value.lowercased().hasPrefix("mailto:") ? String(value.dropFirst(7)) : value
        answer = head.dropFirst().first { $0.uppercased().hasPrefix("PARTSTAT=") }.map {
          String($0.dropFirst(9)).uppercased()
        }
      default: break
      }
    }
    (self.uid, self.attendee, self.start) = (uid, attendee, start)
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

  private static func unfolded(_ text: String) -> [String] {
    var out: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first == " " || line.first == "\t", let last = out.popLast() {
        out.append(last + line.dropFirst())
      } else {
        out.append(String(line))
      }
    }
    return out
  }
}
