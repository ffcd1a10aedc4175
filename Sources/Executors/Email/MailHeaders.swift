import CEL
import Encoding

/// The header fields of a message (RFC 5322 §2.2). No line break can get in, because text with a control character is
/// refused instead of cleaned.
struct MailHeaders {
  private(set) var lines: [String] = []

  /// The error for a field whose value cannot stand in a header.
  struct Unsafe: Error { let field: String }

  /// Adds a field of our own making: ASCII without line breaks. It is folded at spaces before 76 columns where there
  /// are any (RFC 5322 §2.2.3).
  mutating func add(_ name: String, _ value: String) throws(Unsafe) {
    guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { throw Unsafe(field: name) }
    lines += Self.folded(name + ":", value.split(separator: " ").map(String.init))
  }

  /// Adds text for people: as it is if it is short ASCII, otherwise as encoded words (RFC 2047).
  mutating func addText(_ name: String, _ text: String) throws(Unsafe) {
    lines += Self.folded(name + ":", try Self.words(text, field: name))
  }

  /// Adds a mailbox, `Name <address>` (RFC 5322 §3.4).
  mutating func addMailbox(_ name: String, displayName: String?, address: EmailAddress) throws(Unsafe) {
    guard let displayName, !displayName.isEmpty else { return try add(name, "<\(address)>") }
    lines += Self.folded(name + ":", try Self.phrase(displayName, field: name) + ["<\(address)>"])
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && text.firstRange(of: "=?") == nil
  }

  private static func check(_ text: String, field: String) throws(Unsafe) {
    let isSafe = text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar != "\u{2028}" && scalar != "\u{2029}"
    }
    guard isSafe, text.utf8.count <= 1_000 else { throw Unsafe(field: field) }
  }

  static func words(_ text: String, field: String) throws(Unsafe) -> [String] {
    try check(text, field: field)
    let words = text.split(separator: " ").map(String.init)
    guard isPlain(text), words.allSatisfy({ $0.utf8.count <= 60 }) else { return EncodedWord.words(text) }
    return words
  }

  /// Writes a display name as atoms, a quoted string or encoded words (RFC 5322 §3.2.5).
  static func phrase(_ text: String, field: String) throws(Unsafe) -> [String] {
    try check(text, field: field)
    guard isPlain(text), text.utf8.count <= 60 else { return EncodedWord.words(text) }
    let isAtoms = text.utf8.allSatisfy { EmailAddress.isAtomText($0) || $0 == 0x20 }
    if isAtoms { return text.split(separator: " ").map(String.init) }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return [quoted + "\""]
  }

  private static func folded(_ start: String, _ words: [String]) -> [String] {
    var lines: [String] = []
    var line = start
    for word in words {
      // A field's first line must hold more than its name, because some programs take the field for empty otherwise.
      if line != start && line.utf8.count + 1 + word.utf8.count > 76 {
        lines.append(line)
        line = ""
      }
      line += " " + word
    }
    return lines + [line]
  }
}

/// Writes non-ASCII text in a header as `=?UTF-8?B?…?=` (RFC 2047). A character is cut only if it is longer than a
/// word.
enum EncodedWord {
  // A line with encoded words has at most 76 characters (RFC 2047 §2). "Subject: " takes 9 of them and the frame 12; 39 bytes are 52
  // characters of base64.
  private static let maxBytes = 39

  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var part: [UInt8] = []
    func flush() {
      if !part.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(part))?=") }
      part = []
    }
    for character in text {
      let bytes = Array(String(character).utf8)
      if part.count + bytes.count > maxBytes { flush() }
      // A cluster of many marks may exceed a word by itself. It is cut between scalars then.
      if bytes.count > maxBytes {
        for scalar in character.unicodeScalars {
          let scalarBytes = Array(String(scalar).utf8)
          if part.count + scalarBytes.count > maxBytes { flush() }
          part += scalarBytes
        }
      } else {
        part += bytes
      }
    }
    flush()
    return words
  }
}
