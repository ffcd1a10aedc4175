/// Options for the use of the store's file. The defaults suit the daemon.
public struct SQLiteOptions: Sendable {
  /// The page cache of the writer, in KiB (64 to 4,194,304).
  public var writerCacheKiB: Int64 = 65_536
  /// The page cache of each reader, in KiB (64 to 4,194,304).
  public var readerCacheKiB: Int64 = 4_096
  /// How long the writer waits for a lock, in milliseconds. The default is short, because no other process should hold
  /// one.
  public var writerBusyTimeout: Int32 = 100
  /// How long a reader waits for a lock, in milliseconds. A recovery or a restart of the log may hold one.
  public var readerBusyTimeout: Int32 = 2_000
  /// The number of new pages of 2 KiB in the write-ahead log from which `maintain` copies them into the file. A page that
  /// changes often is copied once for all its changes in between.
  public var checkpointPages: Int32 = 8_000
  /// The length of the write-ahead log, in pages, above which it is truncated when the daemon is idle.
  public var truncatePages: Int32 = 32_768
  /// The most pages of 2 KiB that the file may have; further writes throw `full`. nil leaves the disk as the limit.
  public var maximumPages: Int64?

  /// All options have their defaults.
  public init() {}
}
