import Glibc

/// A folder with secrets: systemd's own, or one named in the settings.
struct CredentialFolder: Sendable {
  let path: String
  /// True if systemd made it for this service (`$CREDENTIALS_DIRECTORY`).
  let isPassed: Bool

  /// Checks the folder's owner and mode, because a user who may write a folder may replace any file in it.
  func check(for name: String) throws(CredentialError) {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      throw .unreadable(name, reason: "\(path): \(String(cString: strerror(errno)))")
    }
    let own = geteuid()
    guard facts.st_uid == own || facts.st_uid == 0 else {
      throw .unsafe(
        name, expected: "a folder owned by root or uid \(own)",
        given: "the folder of credentials \(path), which belongs to uid \(facts.st_uid)",
        cure: "run: chown \(own) '\(path)'")
    }
    guard facts.st_mode & 0o022 == 0 else {
      throw .unsafe(
        name, expected: "a folder of mode 0700: only its owner writes it",
        given: "mode \(Self.octal(facts.st_mode)) of the folder of credentials \(path)",
        cure: "run: chmod 0700 '\(path)'")
    }
  }

  /// Returns the path with all links resolved; nil if it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// Formats a mode as `0644`.
  static func octal(_ mode: mode_t) -> String {
    let digits = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
