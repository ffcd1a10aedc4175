/// Everything that can be read. Each reader sees committed state only, except the writer, which sees its own open
/// transaction.
///
/// Text is compared and ordered by its UTF-8 bytes, never by canonical equivalence. A limit below 1 gives nothing where
/// no range is named, and is `misuse` where one is.
public protocol StoreReader: AnyObject, ReadMeta, ReadFamilies, ReadInstances, ReadHistory, ReadPostings, ReadViews,
  ReadTimers, ReadTasks, ReadClaims, ReadPersons, ReadDefinitions, ReadIncidents, ReadInbox, ReadCapabilities,
  ReadSenders
{}

/// The one writer. Not thread-safe: one thread owns it. All writes happen between `begin` and `commit`; a commit is
/// durable (synced) when the call returns. After an `ambiguous` error the writer must not be used again.
///
/// `conflict`, `constraint` and `misuse` refuse one write and leave the transaction open as it was; `full`, `busy` and
/// `ambiguous` doom it: everything until `rollback` or `commit` throws the same. Ids given in a transaction that is
/// rolled back may be given again, and so may those given since a savepoint that is rolled back.
public protocol StoreWriter: StoreReader, WriteMeta, WriteFamilies, WriteInstances, WriteHistory, WritePostings,
  WriteViews, WriteTimers, WriteTasks, WriteClaims, WritePersons, WriteDefinitions, WriteIncidents, WriteInbox,
  WriteCapabilities, WriteSenders
{
  /// Opens a transaction. `misuse` if one is open.
  func begin() throws(StoreError)
  /// Makes the transaction durable. On `full` and `busy` nothing was written and the transaction is closed. `misuse`
  /// while a savepoint is open; the transaction stays open.
  func commit() throws(StoreError)
  /// Drops the transaction with all its savepoints. Harmless when none is open.
  func rollback()
  /// Remembers the state of the open transaction, to which `rollbackSavepoint` leads back. Savepoints nest inside the
  /// open transaction. `misuse` without one.
  func beginSavepoint() throws(StoreError)
  /// Keeps what was written since the newest savepoint and forgets the savepoint. `misuse` without an open savepoint.
  func releaseSavepoint() throws(StoreError)
  /// Takes back everything written since the newest savepoint and forgets the savepoint. `misuse` without an open
  /// savepoint; a doomed transaction (`full`, `busy`, `ambiguous`) throws its doom.
  func rollbackSavepoint() throws(StoreError)
  /// Work that is due between turns (checkpoints, in slices). Never inside a transaction. `idle` allows more of it.
  func maintain(idle: Bool) throws(StoreError)
}

/// A store: one writer at a time (`busy` for a second one), made first, and any number of readers. Readers may be made
/// on any thread and used on one thread each.
public protocol Store: Sendable {
  func makeWriter() throws(StoreError) -> any StoreWriter
  func makeReader() throws(StoreError) -> any StoreReader
}

/// Instants are kept as microseconds since 1970 UTC, rounded up, so that nothing fires before its time.
public typealias StoredInstant = Int64
