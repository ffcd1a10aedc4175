/// How the store uses its file. Every value has a default that suits the daemon.
public struct SQLiteOptions: Sendable {
  /// Page cache of the writer, in KiB (64 to 4,194,304).
  public var writerCacheKiB: Int64 = 65_536
  /// Page cache of each reader, in KiB (64 to 4,194,304).
  public var readerCacheKiB: Int64 = 4_096
  /// How long the writer waits for a lock, in milliseconds. Small: nobody else should hold one.
  public var writerBusyTimeout: Int32 = 100
  /// How long a reader waits for a lock (recovery, a restart of the log), in milliseconds.
  public var readerBusyTimeout: Int32 = 2_000
  /// A slice: so many new pages of 4 KiB in the write-ahead log make `maintain` copy them into the file.
  public var checkpointPages: Int32 = 2_000
  /// A write-ahead log that grew above so many pages is cut to nothing when the daemon is idle.
  public var truncatePages: Int32 = 16_384
  /// The file never grows above so many pages of 4 KiB; writes beyond answer `full`. nil: the disk is the limit.
  public var maximumPages: Int64?

  public init() {}
}
