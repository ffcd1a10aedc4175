public import Storage

/// A store in one SQLite file. Its write-ahead log and the writer's lock stand beside it (`-wal`, `-shm`, `.lock`).
///
/// A commit is synced to disk when it returns (`synchronous=FULL`). The writer has to be made first, because it creates
/// or migrates the file. Readers see committed state only and never block the writer.
public struct SQLiteStore: Store {
  /// The path of the file, not empty and without a zero byte.
  public let path: String
  /// The options of every connection.
  public let options: SQLiteOptions

  /// Checks its arguments and opens nothing. Throws `misuse` for an empty path or options out of range.
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

  /// Takes the writer's lock and creates or migrates the file. Throws `busy` while another writer exists, in this
  /// process or another, and `incompatible` for a file of another kind, owner, mode or schema.
  public func makeWriter() throws(StoreError) -> any StoreWriter { try SQLiteWriter(opening: self) }

  /// Opens a reader. Throws `incompatible` if there is no file or its schema is older than this program's.
  public func makeReader() throws(StoreError) -> any StoreReader { try makeSQLiteReader() }

  /// Opens a reader that can also answer operators' queries in SQL. It throws like `makeReader`.
  public func makeSQLiteReader() throws(StoreError) -> SQLiteReader { try SQLiteReader(self) }
}
