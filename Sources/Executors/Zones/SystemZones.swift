import CEL
public import CivilTime
import Files
import Synchronization

/// The system's time zones (`/usr/share/zoneinfo`, files of RFC 9636). Each is read once in the life of the process.
public final class SystemZones: ZoneSource {
  private let folder: String
  private let cache = Mutex<[String: ZoneRules?]>([:])
  /// The edition of the zone data, such as `2025b`; nil if the folder does not tell.
  public let version: String?

  /// Reads the edition of the zone data; zones are read when they are asked for.
  public init(folder: String = "/usr/share/zoneinfo") {
    self.folder = folder
    version = Self.readVersion(folder)
  }

  /// Returns the rules of a zone by its name, such as `Europe/Berlin`; nil if the system has no such zone. Unknown
  /// names are not remembered.
  public func rules(for identifier: String) -> ZoneRules? {
    guard Self.isIdentifier(identifier) else { return nil }
    if identifier == "UTC" { return .utc }
    return cache.withLock { cache in
      if let known = cache[identifier] { return known }
      // An unknown name is not remembered, because such names could fill the memory.
      guard let bytes = try? RegularFile.read("\(folder)/\(identifier)", atMost: 128 << 10).get(),
        let rules = try? ZoneRules(tzif: bytes)
      else { return nil }
      cache[identifier] = rules
      return rules
    }
  }

  /// Returns true for `Area/Location`: up to three parts of letters, digits, `_`, `-` and `+`, so that no path leaves
  /// the folder.
  static func isIdentifier(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.utf8.count <= 64 && (1...3).contains(parts.count)
      && parts.allSatisfy { part in
        part.utf8.first.map { FieldFormat.isLetterOrDigit($0) } == true
          && part.utf8.allSatisfy { FieldFormat.isLetterOrDigit($0) || "_-+".utf8.contains($0) }
      }
  }

  private static func readVersion(_ folder: String) -> String? {
    if let bytes = try? RegularFile.read("\(folder)/+VERSION", atMost: 64).get() {
      return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }
    // The first line of tzdata.zi is "# version 2025b".
    guard let bytes = try? RegularFile.read("\(folder)/tzdata.zi", atMost: 1 << 20).get() else { return nil }
    let words = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(separator: " ")
    return words.count == 3 && words[1] == "version" ? String(words[2]) : nil
  }
}
