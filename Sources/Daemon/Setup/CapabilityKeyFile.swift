import DaemonSettings
import Encoding
import Glibc
import Secrets
import Storage
import SystemdSupport

/// The reason why there is no key for capabilities. The daemon does not start, because with another key every
/// capability that it has issued would become invalid.
struct CapabilityKeyError: Error, CustomStringConvertible {
  let message: String
  var description: String { "capability-key: \(message)" }
}

/// The key from which the parties' capabilities are derived: the credential `capability-key` or, without it, a key that
/// is created with the store and kept beside it in a file that only the daemon's user can read.
struct CapabilityKeyFile {
  static let credential = "capability-key"
  /// The row of `meta` in which earlier releases kept a key that they had created.
  static let formerRow = "capability-key"
  /// The allowed lengths of a key, in bytes.
  static let lengths = 16...4_096

  let path: String

  init(storePath: String) { path = storePath + ".capability-key" }

  /// The key. A key that an earlier release left in the store is moved into the file, so that the readable part of the
  /// store does not hold it any more.
  func key(_ credentials: Credentials, _ store: any StoreWriter) throws -> [UInt8] {
    if let former = try store.meta(Self.formerRow) { try move(former, outOf: store) }
    if let given = try credential(credentials) { return given }
    if let kept = try read() { return kept }
    guard try store.capabilities(after: nil, limit: 1).isEmpty else {
      throw CapabilityKeyError(
        message:
          "\(path) is missing, and capabilities were given out: without their key none of them opens anything; restore the file from the backup of the store, or put the key into the credential '\(Self.credential)'"
      )
    }
    try write(Self.made())
    guard let made = try read() else { throw CapabilityKeyError(message: "\(path) was written and is not there") }
    return made
  }

  // MARK: The credential

  /// Returns nil if there is none. A credential that exists but cannot be used is an error.
  private func credential(_ credentials: Credentials) throws -> [UInt8]? {
    let secret: Secret
    do throws(CredentialError) {
      secret = try credentials.read(Self.credential)
    } catch {
      if error.isAbsence { return nil }
      throw CapabilityKeyError(message: "the credential: \(error)")
    }
    if let fault = Self.fault(secret.bytes) {
      throw CapabilityKeyError(
        message: "the credential \(fault); write the key that was used before, or remove the file to have one made")
    }
    return secret.bytes
  }

  /// Reports a key in the credential that cannot be used, before anything is opened.
  static func check(_ credentials: Credentials, _ findings: StartFindings) {
    if findings.document.isSpoilt("credentials") { return }
    do {
      _ = try CapabilityKeyFile(storePath: "").credential(credentials)
    } catch {
      findings.add(
        .credential, "credentials.path", expected: "a key that can be used, or none", given: credential,
        cure: "\(error)")
    }
  }

  // MARK: The file

  private func read() throws -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw CapabilityKeyError(
        message: "\(path) cannot be read: \(Self.reason()); make it a file of the daemon's user")
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else {
      throw CapabilityKeyError(message: "\(path) cannot be looked at: \(Self.reason())")
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw CapabilityKeyError(message: "\(path) is no regular file; restore it from the backup of the store")
    }
    guard facts.st_uid == geteuid() else {
      throw CapabilityKeyError(
        message: "\(path) belongs to uid \(facts.st_uid), this is uid \(geteuid()); run: chown \(geteuid()) '\(path)'")
    }
    guard facts.st_mode & 0o777 == 0o600 else {
      throw CapabilityKeyError(
        message:
          "\(path) has mode \(String(facts.st_mode & 0o777, radix: 8)), expected 600; run: chmod 600 '\(path)'")
    }
    guard facts.st_nlink == 1 else {
      throw CapabilityKeyError(message: "\(path) has a second name; remove it, so that one file holds the key")
    }
    var bytes = [UInt8](repeating: 0, count: Self.lengths.upperBound + 2)
    var count = 0
    while count < bytes.count {
      let room = bytes.count - count
      let more = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, room) }
      if more < 0 {
        if errno == EINTR { continue }
        throw CapabilityKeyError(message: "\(path) cannot be read: \(Self.reason())")
      }
      if more == 0 { break }
      count += more
    }
    bytes.removeLast(bytes.count - count)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if let fault = Self.fault(bytes) {
      throw CapabilityKeyError(message: "\(path) \(fault); restore it from the backup of the store")
    }
    return bytes
  }

  /// Creates the file completely or not at all, and never replaces another one.
  private func write(_ key: [UInt8]) throws {
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw CapabilityKeyError(message: "\(draft) cannot be made: \(Self.reason()); let the daemon's user write there")
    }
    defer { unlink(draft) }
    let isWritten = key.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, key.count) } == key.count
    // The mode is set again because the umask may have removed bits.
    guard isWritten, fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
      let reason = Self.reason()
      close(descriptor)
      throw CapabilityKeyError(message: "\(draft) cannot be written: \(reason)")
    }
    close(descriptor)
    guard link(draft, path) == 0 else {
      throw CapabilityKeyError(message: "\(path) cannot be made: \(Self.reason())")
    }
    unlink(draft)
    try syncFolder()
  }

  private func syncFolder() throws {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CapabilityKeyError(message: "\(folder) cannot be opened: \(Self.reason())") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw CapabilityKeyError(message: "\(folder) cannot be synced: \(Self.reason()); look at the disk and its log")
    }
  }

  // MARK: The former row

  /// The file is written before the row is deleted, so that one of them holds the key at any time.
  private func move(_ former: String, outOf store: any StoreWriter) throws {
    let key = Array(former.utf8)
    if let kept = try read() {
      guard kept == key else {
        throw CapabilityKeyError(
          message:
            "\(path) and the store hold two different keys; keep the one that capabilities were given out with: move the file away if it is the store's"
        )
      }
    } else {
      try write(key)
    }
    try store.begin()
    do {
      try store.removeMeta(Self.formerRow)
      try store.commit()
    } catch {
      store.rollback()
      throw error
    }
  }

  // MARK: Keys

  /// 256 bits as 64 hexadecimal digits.
  private static func made() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return Array(Hex.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).utf8)
  }

  /// The fault of a key; nil if it can be used.
  private static func fault(_ bytes: [UInt8]) -> String? {
    guard lengths.contains(bytes.count) else {
      return "has \(bytes.count) bytes, expected \(lengths.lowerBound) to \(lengths.upperBound)"
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return "is no UTF-8 text" }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return "has more than one line, or a control character"
    }
    return nil
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
