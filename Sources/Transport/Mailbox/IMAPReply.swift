/// Reads untagged replies of an IMAP server.
enum IMAPReply {
  /// `* STATUS INBOX (UIDVALIDITY 7 UIDNEXT 9)`; nil if either number is missing.
  static func state(_ bytes: [UInt8]) -> MailboxReader.State? {
    let words = words(bytes[...])
    guard let validity = number(after: "UIDVALIDITY", words), let next = number(after: "UIDNEXT", words), next > 0
    else { return nil }
    return MailboxReader.State(validity: validity, next: next)
  }

  /// Lines such as `* 1 FETCH (UID 5 RFC822.SIZE 37 INTERNALDATE "29-Nov-2026 17:51:32 +0000")`. A server may say more
  /// than it was asked for; what is no mail within `numbers` is left out.
  static func entries(_ bytes: [UInt8], in numbers: ClosedRange<UInt32>) -> [MailboxReader.Entry] {
    var found: [UInt32: MailboxReader.Entry] = [:]
    for line in bytes.split(separator: 10) {
      let words = words(line)
      guard words.count > 2, words[2].uppercased() == "FETCH", let number = number(after: "UID", words),
        numbers.contains(number)
      else { continue }
      found[number] = MailboxReader.Entry(
        number: number, size: Int(Self.number(after: "RFC822.SIZE", words) ?? 0),
        arrived: text(after: "INTERNALDATE", words))
    }
    return found.values.sorted { $0.number < $1.number }
  }

  /// The words of a line; a quoted text is one word, and parentheses separate.
  private static func words(_ line: ArraySlice<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var isQuoted = false
    func end() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for byte in line {
      switch byte {
      case UInt8(ascii: "\""):
        end()
        isQuoted.toggle()
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), 13, 10:
        if isQuoted { word.append(byte) } else { end() }
      default: word.append(byte)
      }
    }
    end()
    return words
  }

  private static func text(after name: String, _ words: [String]) -> String? {
    guard let place = words.firstIndex(where: { $0.uppercased() == name }), place + 1 < words.count else { return nil }
    return words[place + 1]
  }

  private static func number(after name: String, _ words: [String]) -> UInt32? {
    text(after: name, words).flatMap { UInt32($0) }
  }
}
