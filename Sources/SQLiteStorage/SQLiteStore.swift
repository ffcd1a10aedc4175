public import Storage

/// A store in one SQLite file, with its write-ahead log and the lock of its writer beside it (`-wal`, `-shm`, `.lock`).
///
/// A commit is synced to disk when it returns (`synchronous=FULL`). The writer must be made first: it creates the file
/// or migrates it. Readers see committed state only and never block the writer.
public struct SQLiteStore: Store {
  public let path: String
  public let options: SQLiteOptions

  /// Opens nothing yet. `misuse` for an empty path or options out of range.
  public init(path: String, options: SQLiteOptions = .init()) throws(StoreError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw StoreError(.misuse, "the store's path is empty or holds a zero byte; name a file")
    }
    let cache: ClosedRange<Int64> = 64...4_194_304
    guard cache.contains(options.writerCacheKiB), cache.contains(options.readerCacheKiB) else {
      throw StoreError(
        .misuse, "a page cache has 64 to 4,194,304 KiB; given \(options.writerCacheKiB), \(options.readerCacheKiB)")
    }
    guard options.checkpointPages > 0, options.truncatePages > 0, options.maximumPages.map({ $0 > 0 }) ?? true else {
      throw StoreError(.misuse, "page counts of the store's options must be above 0")
    }
    self.path = path
    self.options = options
  }

  /// Takes the writer's lock, creates or migrates the file. `busy` while another writer lives, in this process or
  /// another; `incompatible` for a file of another kind, owner, mode or schema.
  public func makeWriter() throws(StoreError) -> any StoreWriter { try SQLiteWriter(opening: self) }

  /// `incompatible` if there is no file yet or its schema is older than this program's.
  public func makeReader() throws(StoreError) -> any StoreReader { try makeSQLiteReader() }

  /// A reader that can also answer operators' questions in SQL.
  public func makeSQLiteReader() throws(StoreError) -> SQLiteReader { try SQLiteReader(self) }
}
