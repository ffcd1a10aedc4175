import Glibc

/// The file of one secret in one folder. It is checked before it is read, because another user who could write it could
/// have chosen the secret.
struct CredentialFile {
  /// The credential's name, for messages.
  let name: String
  let folder: CredentialFolder
  /// The name of the file within the folder.
  let file: String

  private var path: String { folder.path + "/" + file }

  /// Returns the content; nil if there is no such file.
  func contents() throws(CredentialError) -> [UInt8]? {
    // `lstat` looks at a link itself, so that a dangling link is not taken for an absent credential.
    var entry = stat()
    guard lstat(path, &entry) == 0 else {
      if errno == ENOENT { return nil }
      throw .unreadable(name, reason: Self.reason())
    }
    try folder.check(for: name)
    let target = try target(isLink: entry.st_mode & S_IFMT == S_IFLNK)
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .unreadable(name, reason: Self.reason()) }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .unreadable(name, reason: Self.reason()) }
    try check(facts, target)
    return try bytes(descriptor)
  }

  /// Resolves a link. It may lead to another file of the same folder, as where versions of secrets are kept, and
  /// nowhere else.
  private func target(isLink: Bool) throws(CredentialError) -> String {
    guard isLink else { return path }
    guard let target = CredentialFolder.resolved(path), let home = CredentialFolder.resolved(folder.path) else {
      throw .unreadable(name, reason: "\(path) is a link that leads nowhere: \(Self.reason())")
    }
    guard target.hasPrefix(home + "/") else {
      throw .unsafe(
        name, expected: "a regular file in \(folder.path)", given: "a link to \(target)",
        cure: "put the file itself into \(folder.path)")
    }
    return target
  }

  private func check(_ facts: stat, _ path: String) throws(CredentialError) {
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw .unsafe(
        name, expected: "a regular file", given: "\(Self.kind(facts.st_mode)) at \(path)",
        cure: "put a file with the secret in its place")
    }
    let own = geteuid()
    guard facts.st_uid == own || facts.st_uid == 0 else {
      throw .unsafe(
        name, expected: own == 0 ? "a file owned by root" : "a file owned by root or uid \(own)",
        given: "\(path), which belongs to uid \(facts.st_uid)", cure: "run: chown \(own) '\(path)'")
    }
    // systemd lets the service read its copy through the group's bits, which then are the mask of an access control
    // list.
    let tolerated: mode_t = folder.isPassed ? 0o040 : 0
    guard facts.st_mode & 0o077 & ~tolerated == 0 else {
      throw .unsafe(
        name, expected: "mode 0600: only its owner reads or writes it",
        given: "mode \(CredentialFolder.octal(facts.st_mode)) of \(path)", cure: "run: chmod 0600 '\(path)'")
    }
  }

  private func bytes(_ descriptor: Int32) throws(CredentialError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(name, reason: Self.reason())
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= Credentials.maximumBytes else { throw .tooLarge(name) }
    }
  }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe (FIFO)"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "something else"
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
