import Glibc
import Storage

/// The store's files on disk. They belong to the daemon's user, and no other user may read them.
struct StoreFile {
  let path: String

  /// Creates an empty file with mode 0600 if there is none, and makes its name durable.
  func createIfAbsent() throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return }
      throw StoreError(
        .incompatible, "cannot create \(path): \(Self.reason()); the folder must exist and belong to the daemon's user")
    }
    close(descriptor)
    try syncFolder()
  }

  /// Makes the names in the file's folder durable.
  func syncFolder() throws(StoreError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else {
      throw StoreError(
        .incompatible, "cannot open the folder \(folder): \(Self.reason()); let the daemon's user read it")
    }
    defer { close(directory) }
    guard fsync(directory) == 0 else {
      throw StoreError(.ambiguous, "cannot sync the folder \(folder): \(Self.reason()); look at the disk and its log")
    }
  }

  /// Refuses files that belong to another user, that others can read, or that are not regular files. Root may read any
  /// user's file.
  func check(role: Connection.Role) throws(StoreError) {
    for name in [path, path + "-wal", path + "-shm"] {
      var facts = stat()
      guard lstat(name, &facts) == 0 else {
        if errno == ENOENT && name != path { continue }
        throw StoreError(
          .incompatible, "cannot open \(name): \(Self.reason()); start magnetiqd once, it creates the store")
      }
      guard facts.st_mode & S_IFMT == S_IFREG else {
        throw StoreError(.incompatible, "\(name) is not a regular file; name another path in the configuration")
      }
      let user = geteuid()
      guard facts.st_uid == user || (role == .reader && user == 0) else {
        throw StoreError(
          .incompatible, "\(name) belongs to uid \(facts.st_uid), this is uid \(user); run: chown \(user) '\(name)'")
      }
      guard facts.st_mode & 0o077 == 0 else {
        throw StoreError(
          .incompatible,
          "\(name) has mode \(String(facts.st_mode & 0o777, radix: 8)), expected 600; run: chmod 600 '\(name)'")
      }
    }
  }

  /// The system's description of the last failed call.
  static func reason() -> String { String(cString: strerror(errno)) }
}
