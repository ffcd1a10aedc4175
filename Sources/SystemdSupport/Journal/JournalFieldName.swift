/// The names of journal fields (systemd.journal-fields(7)): at most 64 of `A-Z`, `0-9` and `_`, beginning with a
/// letter. The journal silently drops any other field.
public enum JournalFieldName {
  /// The longest name, in bytes.
  public static let maximumLength = 64

  /// The fields that the entry itself sets. A second field of the same name would make the entry ambiguous.
  static let reserved: Set<String> = ["MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER"]

  /// True if the journal accepts the name.
  public static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (1...maximumLength).contains(bytes.count), isLetter(bytes[0]) else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// Returns the name if it is valid and not reserved, otherwise the nearest such name: `request-id` becomes
  /// `REQUEST_ID`, `_PID` becomes `F_PID`, `message` becomes `F_MESSAGE`.
  public static func repaired(_ name: String) -> String {
    if isValid(name), !reserved.contains(name) { return name }
    var bytes = name.utf8.prefix(maximumLength).map { byte -> UInt8 in
      if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { return byte - 32 }
      return isLetter(byte) || isDigit(byte) ? byte : UInt8(ascii: "_")
    }
    if bytes.first.map(isLetter) != true || reserved.contains(String(decoding: bytes, as: UTF8.self)) {
      bytes = Array("F_".utf8) + bytes.drop { $0 == UInt8(ascii: "_") }
    }
    return String(decoding: bytes.prefix(maximumLength), as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
