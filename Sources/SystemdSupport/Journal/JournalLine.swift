import Glibc

/// Formats entries as single lines.
enum JournalLine {
  /// Formats an entry as text: `2026-03-01T09:00:00.123Z warning  held money is stale  BOOKING=VLT-7 REASON="two
  /// words"`.
  static func text(_ entry: JournalEntry, microseconds: Int64) -> String {
    var line =
      "\(timestamp(microseconds)) \(padded(entry.priority.keyword)) \(escaped(JournalLimits.clip(entry.message)))"
    for (index, field) in entry.fields.prefix(JournalLimits.fields).enumerated() {
      let value = escaped(JournalLimits.clip(field.value))
      let isPlain = !value.isEmpty && !value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
      line += (index == 0 ? "  " : " ") + JournalFieldName.repaired(field.name) + "="
      line += isPlain ? value : "\"" + value.replacing("\"", with: "\\\"") + "\""
    }
    return line
  }

  /// Formats an entry as one JSON object: `time`, `priority`, `message`, `message_id`, then the fields under their own
  /// names.
  static func json(_ entry: JournalEntry, microseconds: Int64) -> String {
    var members = [
      ("time", timestamp(microseconds)), ("priority", entry.priority.keyword), ("message", entry.message),
    ]
    if let id = entry.messageID { members.append(("message_id", id.hex)) }
    for field in entry.fields.prefix(JournalLimits.fields) {
      members.append((JournalFieldName.repaired(field.name), field.value))
    }
    return "{" + members.map { "\(quoted($0.0)):\(quoted(JournalLimits.clip($0.1)))" }.joined(separator: ",") + "}"
  }

  /// Formats a time as RFC 3339 in UTC with milliseconds.
  static func timestamp(_ microseconds: Int64) -> String {
    var seconds = Int(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date =
      "\(digits(Int(parts.tm_year) + 1900, 4))-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
    let time = "\(digits(Int(parts.tm_hour), 2)):\(digits(Int(parts.tm_min), 2)):\(digits(Int(parts.tm_sec), 2))"
    return "\(date)T\(time).\(digits(Int(microseconds % 1_000_000 / 1_000), 3))Z"
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func padded(_ keyword: String) -> String {
    keyword + String(repeating: " ", count: max(0, 7 - keyword.count))
  }

  /// Escapes every character that would break the line or control a terminal.
  private static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where isControl(scalar): out += "\\u{\(String(scalar.value, radix: 16))}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
  }

  /// Formats a JSON string (RFC 8259 §7).
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case _ where isControl(scalar):
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
