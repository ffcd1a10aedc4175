import CEL

/// The properties of an invitation that tests check: those of the calendar and of its first event (RFC 5545).
struct CalendarPart: Sendable, Equatable {
  var method: String?
  /// The method in the part's Content-Type, which must equal the body's (RFC 6047 §2.4).
  var typeMethod: String?
  var uid: String?
  var sequence: Int64?
  var status: String?
  var start: String?

  init(_ text: String, typeMethod: String? = nil) {
    self.typeMethod = typeMethod
    var inEvent = false
    for line in Self.unfolded(text) {
      guard let colon = Self.valueStart(line) else { continue }
      let name = line[..<colon].split(separator: ";").first.map { $0.uppercased() } ?? ""
      let value = String(line[line.index(after: colon)...])
      switch (name, inEvent) {
      case ("BEGIN", _) where value == "VEVENT": inEvent = true
      case ("END", _) where value == "VEVENT": return
      case ("METHOD", false): method = value
      case ("UID", true): uid = value
      case ("SEQUENCE", true): sequence = Int64(value)
      case ("STATUS", true): status = value
      case ("DTSTART", true): start = value
      default: break
      }
    }
  }

  /// Finds the colon before the value; a colon inside a quoted parameter does not count.
  private static func valueStart(_ line: String) -> String.Index? {
    var quoted = false
    for index in line.indices {
      if line[index] == "\"" { quoted.toggle() }
      if line[index] == ":", !quoted { return index }
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

  var json: Value {
    [
      "method": Sandbox.json(method), "uid": Sandbox.json(uid), "sequence": Sandbox.json(sequence),
      "status": Sandbox.json(status), "start": Sandbox.json(start),
    ]
  }
}
