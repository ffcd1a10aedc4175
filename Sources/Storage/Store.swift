/// Reads the store. A reader sees committed state only; the writer also sees its own open transaction.
///
/// Text is compared and ordered by its UTF-8 bytes, never by canonical equivalence. Where a method documents a range
/// for its limit, a limit outside it throws `misuse`; elsewhere a limit below 1 returns nothing.
public protocol StoreReader: AnyObject, ReadMeta, ReadFamilies, ReadInstances, ReadHistory, ReadPostings, ReadViews,
  ReadTimers, ReadTasks, ReadClaims, ReadPersons, ReadDefinitions, ReadIncidents, ReadInbox, ReadCapabilities,
  ReadSenders, ReadRecords
{}

/// Writes the store. There is one writer, which is not thread-safe: one thread owns it. All writes happen between
/// `begin` and `commit`, and a commit is durable (synced) when the call returns. After an `ambiguous` error the writer
/// must not be used again.
///
/// The errors `conflict`, `constraint` and `misuse` refuse one write and leave the transaction open as it was. The
/// errors `full`, `busy` and `ambiguous` doom the transaction: every call until `rollback` or `commit` throws the same
/// error. Ids that were assigned in a transaction or savepoint which is rolled back may be assigned again.
public protocol StoreWriter: StoreReader, WriteMeta, WriteFamilies, WriteInstances, WriteHistory, WritePostings,
  WriteViews, WriteTimers, WriteTasks, WriteClaims, WritePersons, WriteDefinitions, WriteIncidents, WriteInbox,
  WriteCapabilities, WriteSenders, WriteRecords
{
  /// Opens a transaction. Throws `misuse` if one is open.
  func begin() throws(StoreError)
  /// Makes the transaction durable. After `full` and `busy` nothing was written, and the transaction is closed. Throws
  /// `misuse` while a savepoint is open; the transaction stays open.
  func commit() throws(StoreError)
  /// Drops the transaction with all its savepoints. Does nothing if no transaction is open.
  func rollback()
  /// Ends the writer: a store in a file copies its log into it and takes the log away, provided that nobody reads any
  /// more. Afterwards nothing can be written.
  func close()
  /// Marks the present state of the open transaction for `rollbackSavepoint`. Savepoints nest. Throws `misuse` without
  /// an open transaction.
  func beginSavepoint() throws(StoreError)
  /// Keeps everything written since the newest savepoint and removes the savepoint. Throws `misuse` without an open
  /// savepoint.
  func releaseSavepoint() throws(StoreError)
  /// Undoes everything written since the newest savepoint and removes the savepoint. Throws `misuse` without an open
  /// savepoint. In a doomed transaction it throws the error that doomed it.
  func rollbackSavepoint() throws(StoreError)
  /// Does work that is due between turns, such as checkpoints, in slices. Throws `misuse` inside a transaction.
  ///
  /// - Parameter idle: true if there is time for more of it.
  func maintain(idle: Bool) throws(StoreError)
}

/// Opens writers and readers of one store. The writer has to be made first, and there is one at a time. Any number of
/// readers may be made, on any thread; each reader is used on one thread.
public protocol Store: Sendable {
  /// Makes the writer. Throws `busy` while another one exists.
  func makeWriter() throws(StoreError) -> any StoreWriter
  /// Makes a reader. The writer has to exist.
  func makeReader() throws(StoreError) -> any StoreReader
}

/// An instant as the store keeps it: microseconds since 1970 UTC. Instants are rounded up, so that nothing fires before
/// its time.
public typealias StoredInstant = Int64
