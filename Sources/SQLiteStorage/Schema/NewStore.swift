import Glibc
import Storage

/// Creates the file of a new store: completely under a temporary name first, then under its own. A file under its own
/// name is therefore a complete store or not one of ours. An empty file is never taken for the beginning of a new
/// store, since it may be what is left of an old one.
struct NewStore {
  let path: String

  /// Creates the file. Does nothing if there is one already.
  func makeIfAbsent(_ configure: (Connection) throws(StoreError) -> Void) throws(StoreError) {
    var facts = stat()
    if lstat(path, &facts) == 0 { return }
    guard errno == ENOENT else {
      throw StoreError(
        .incompatible, "cannot access \(path): \(StoreFile.reason()); give the daemon's user access to it")
    }
    if lstat(path + "-wal", &facts) == 0, facts.st_size > 0 {
      throw StoreError(
        .incompatible,
        "\(path) is missing, but its log \(path)-wal holds the last commits; restore the store beside it, or move the log away to begin a new store"
      )
    }
    let draft = StoreFile(path: path + ".new")
    // These files are left if a process died at this point.
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft.path + suffix) }
    try draft.createIfAbsent()
    try fill(draft.path, configure)
    guard link(draft.path, path) == 0 else {
      throw StoreError(.incompatible, "cannot create \(path): \(StoreFile.reason())")
    }
    unlink(draft.path)
    try draft.syncFolder()
  }

  private func fill(_ draft: String, _ configure: (Connection) throws(StoreError) -> Void) throws(StoreError) {
    let connection = try Connection(path: draft, role: .writer, busyTimeout: 0)
    defer { connection.close() }
    try configure(connection)
    try Migrator().run(on: connection)
    // All pages go into the file itself, because the log does not move with it.
    let isBusy = try connection.scalar("PRAGMA wal_checkpoint(TRUNCATE)")
    guard isBusy == 0 else { throw StoreError(.busy, "\(draft) is open elsewhere; end the program that has it open") }
  }
}
