import Glibc
public import Secrets

/// Reads secrets by name. systemd passes them as files (`LoadCredential=`, systemd.exec(5)). Outside systemd, and for
/// names that the unit does not load, they come from a folder named in the settings.
///
/// systemd copies them when the service starts, so a reload sees the old ones and a restart the new.
public struct Credentials: Sendable {
  /// The largest secret that is read, in bytes. A larger file is taken for a mistake.
  public static let maximumBytes = 64 * 1024

  private let sources: [CredentialFolder]

  /// The paths of the folders, in the order in which they are searched.
  public var folders: [String] { sources.map(\.path) }

  /// - Parameter fallback: a folder from the settings, for names that systemd did not pass; nil for none.
  public init(environment: ServiceEnvironment, fallback: String? = nil) {
    let passed = environment["CREDENTIALS_DIRECTORY"].map { CredentialFolder(path: $0, isPassed: true) }
    sources = [passed, fallback.map { CredentialFolder(path: $0, isPassed: false) }].compactMap { $0 }
  }

  /// Returns the secret without one final newline, which editors and `echo` add.
  ///
  /// A unit may load a whole folder with `LoadCredential=magnetiq:/etc/magnetiq/credentials`. systemd then names each
  /// file `magnetiq_NAME`, and the secret is found under that name too.
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

  /// True if systemd accepts the text as a credential's name: a file name of 1 to 255 printable ASCII characters
  /// without `/` and `:`.
  public static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (1...255).contains(bytes.count) && text != "." && text != ".."
      && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
  }

  /// Returns the secret for use in headers and passwords: one line of UTF-8 text that is not blank. Throws `notText` or
  /// `empty` for any other content.
  public func text(_ name: String) throws(CredentialError) -> String {
    guard let text = try read(name).text else { throw .notText(name, reason: "not UTF-8") }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw .notText(name, reason: "of several lines, or holds a control character")
    }
    guard text.contains(where: { !$0.isWhitespace }) else { throw .empty(name) }
    return text
  }
}
