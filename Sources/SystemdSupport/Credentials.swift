import Glibc
public import Secrets

/// Secrets that systemd hands over as files (`LoadCredential=`, systemd.exec(5)), by name. Outside systemd, or for names
/// the unit does not load, they come from a folder that the settings name.
///
/// systemd copies them when the service starts: a reload sees the old ones, a restart the new.
public struct Credentials: Sendable {
  /// The largest secret that is read, in bytes; a larger file is a mistake.
  public static let maximumBytes = 64 * 1024

  private let sources: [CredentialFolder]

  /// Looked at in this order.
  public var folders: [String] { sources.map(\.path) }

  /// - Parameter fallback: a folder from the settings, for names that systemd did not pass.
  public init(environment: ServiceEnvironment, fallback: String? = nil) {
    let passed = environment["CREDENTIALS_DIRECTORY"].map { CredentialFolder(path: $0, isPassed: true) }
    sources = [passed, fallback.map { CredentialFolder(path: $0, isPassed: false) }].compactMap { $0 }
  }

  /// The secret, without one newline at its end (editors and `echo` add it).
  ///
  /// A unit may load a whole folder, `LoadCredential=magnetiq:/etc/magnetiq/credentials`; systemd then names each file
  /// `magnetiq_NAME`, and it is found under that name too.
  public func read(_ name: String) throws(CredentialError) -> Secret {
    guard Self.isName(name) else { throw .badName(name) }
    guard !sources.isEmpty else { throw .noFolder(name) }
    for folder in sources {
      for file in [name, "magnetiq_" + name] {
        guard let bytes = try CredentialFile(name: name, folder: folder, file: file).contents() else { continue }
        let trimmed = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
        guard !trimmed.isEmpty else { throw .empty(name) }
        return Secret(bytes: trimmed)
      }
    }
    throw .missing(name, folders: folders)
  }

  /// What systemd takes as a credential's name: a file name of at most 255 printable ASCII characters.
  public static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (1...255).contains(bytes.count) && text != "." && text != ".."
      && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
  }

  /// The secret as it stands in headers and passwords: one line of UTF-8 text that is not blank.
  public func text(_ name: String) throws(CredentialError) -> String {
    guard let text = try read(name).text else { throw .notText(name, reason: "not UTF-8") }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw .notText(name, reason: "of several lines, or holds a control character")
    }
    guard text.contains(where: { !$0.isWhitespace }) else { throw .empty(name) }
    return text
  }
}
