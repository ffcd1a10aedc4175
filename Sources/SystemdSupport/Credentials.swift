import Glibc

/// Secrets that systemd hands over as files (`LoadCredential=`, systemd.exec(5)), by name. Outside systemd, or for names
/// the unit does not load, they come from a folder that the settings name.
///
/// systemd copies them when the service starts: a reload sees the old ones, a restart the new.
public struct Credentials: Sendable {
  /// The largest secret that is read, in bytes; a larger file is a mistake.
  public static let maximumBytes = 64 * 1024

  /// Looked at in this order.
  public let folders: [String]

  /// - Parameter fallback: a folder from the settings, for names that systemd did not pass.
  public init(environment: ServiceEnvironment, fallback: String? = nil) {
    folders = [environment["CREDENTIALS_DIRECTORY"], fallback].compactMap { $0 }
  }

  /// The secret, without one newline at its end (editors and `echo` add it).
  ///
  /// A unit may load a whole folder, `LoadCredential=magnetiq:/etc/magnetiq/credentials`; systemd then names each file
  /// `magnetiq_NAME`, and it is found under that name too.
  public func read(_ name: String) throws(CredentialError) -> Secret {
    guard Self.isName(name) else { throw .badName(name) }
    guard !folders.isEmpty else { throw .noFolder(name) }
    for folder in folders {
      for file in [name, "magnetiq_" + name] {
        guard let bytes = try Self.contents(of: folder + "/" + file, name: name) else { continue }
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

  /// nil when there is no such file.
  private static func contents(of path: String, name: String) throws(CredentialError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let failure = errno
      if failure == ENOENT { return nil }
      throw .unreadable(name, reason: String(cString: strerror(failure)))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(name, reason: String(cString: strerror(errno)))
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= maximumBytes else { throw .tooLarge(name) }
    }
  }
}
