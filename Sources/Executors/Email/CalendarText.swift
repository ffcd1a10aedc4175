import CEL
import CivilTime

/// Values and lines of iCalendar (RFC 5545), each in its own grammar.
enum CalendarText {
  /// Writes text as a TEXT value (RFC 5545 §3.3.11). Line breaks of every kind become `\n`. Other control characters,
  /// and those that change the direction of writing, become blanks.
  static func text(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x5C, 0x3B, 0x2C: out.append(contentsOf: ["\\", scalar])
      case 0x0A: if previous != "\r" { out.append(contentsOf: ["\\", "n"]) }
      case 0x0B...0x0D, 0x85, 0x2028, 0x2029: out.append(contentsOf: ["\\", "n"])
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: out.append(" ")
      default: out.append(scalar)
      }
      previous = scalar
    }
    return String(out)
  }

  /// Writes a DATE-TIME in UTC (RFC 5545 §3.3.5) such as `20260303T090000Z`. Fractions of a second are dropped.
  static func utc(_ instant: Instant) -> String {
    String(instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
  }

  /// Writes an address as a CAL-ADDRESS, which is a URI (RFC 5545 §3.3.3).
  static func address(_ address: EmailAddress) -> String { MailtoURI(address).description }

  /// Folds a content line (RFC 5545 §3.1): lines have at most 75 octets without the break, and further ones begin with
  /// a blank. A character is not cut unless it is longer than a line.
  static func folded(_ line: String) -> String {
    var out: [UInt8] = []
    var width = 0
    func add(_ bytes: [UInt8]) {
      if width + bytes.count > 75 {
        out += Array("\r\n ".utf8)
        width = 1
      }
      out += bytes
      width += bytes.count
    }
    for character in line {
      let bytes = Array(String(character).utf8)
      if bytes.count < 75 {
        add(bytes)
      } else {
        for scalar in character.unicodeScalars { add(Array(String(scalar).utf8)) }
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
