import Glibc
import Storage

/// Makes the file of a new store: whole under another name first, then under its own. So a file that is there is a whole store, or it is
/// none of ours; an empty one is never taken for the beginning of a new store, since it may be what was left of an old one.
struct NewStore {
  let path: String

  /// Nothing happens if there is a file.
  func makeIfAbsent(_ configure: (Connection) throws(StoreError) -> Void) throws(StoreError) {
    var facts = stat()
    if lstat(path, &facts) == 0 { return }
    guard errno == ENOENT else {
      throw StoreError(.incompatible, "cannot look at \(path): \(StoreFile.reason()); let the daemon's user read there")
    }
    if lstat(path + "-wal", &facts) == 0, facts.st_size > 0 {
      throw StoreError(
        .incompatible,
        "\(path) is missing, and its log \(path)-wal is there, with what was committed last; restore the store from where it went, or move the log away to begin a new store"
      )
    }
    let draft = StoreFile(path: path + ".new")
    // The remains of a process that died here.
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
    // Into the file itself, for the log does not come along.
    let isBusy = try connection.scalar("PRAGMA wal_checkpoint(TRUNCATE)")
    guard isBusy == 0 else { throw StoreError(.busy, "\(draft) is open elsewhere; end what has it open") }
  }
}
