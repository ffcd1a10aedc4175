/// A record that people keep: a text of JSON under a kind and an id, of which every version is remembered until the
/// record is dropped. The store knows nothing of what the kinds mean.
public struct StoredRecord: Hashable, Sendable {
  /// The kind of the record, for example `service`.
  public var kind: String
  /// Unique within the kind.
  public var id: String
  /// From 1, without gaps.
  public var version: Int64
  /// JSON.
  public var body: [UInt8]
  /// The time of this version.
  public var at: StoredInstant

  /// - Parameter version: one above the version that it replaces; 1 for a new record.
  public init(kind: String, id: String, version: Int64, body: [UInt8], at: StoredInstant) {
    (self.kind, self.id, self.version, self.body, self.at) = (kind, id, version, body, at)
  }
}

/// One version of a record with who made it and why. An entry never changes; it goes with its record.
public struct RecordLogEntry: Hashable, Sendable {
  /// Rises with each entry; never given twice.
  public var position: Int64
  /// The version.
  public var record: StoredRecord
  /// The person or program that made it.
  public var actor: String
  /// Why.
  public var reason: String

  /// - Parameter position: rises with each entry.
  public init(position: Int64, record: StoredRecord, actor: String, reason: String) {
    (self.position, self.record, self.actor, self.reason) = (position, record, actor, reason)
  }
}

/// Reads records.
public protocol ReadRecords: AnyObject {
  /// Returns the present version of a record; nil if there is none.
  func record(kind: String, id: String) throws(StoreError) -> StoredRecord?
  /// Returns records of a kind in ascending order of id, those after `id` only.
  ///
  /// - Parameter limit: 1 to `StoreLimits.rows`.
  func records(of kind: String, after id: String?, limit: Int) throws(StoreError) -> [StoredRecord]
  /// Returns the log of one record, the oldest version first.
  func log(ofRecord id: String, kind: String) throws(StoreError) -> [RecordLogEntry]
  /// Returns entries of the log of all records in ascending order of position, those after `position` only.
  ///
  /// - Parameter limit: 1 to `StoreLimits.rows`.
  func recordLog(after position: Int64, limit: Int) throws(StoreError) -> [RecordLogEntry]
  /// The position of the newest entry of a kind in the log; 0 if there is none. While it stays the same, no version of
  /// a record of the kind was written.
  func lastRecordPosition(of kind: String) throws(StoreError) -> Int64
}

/// Writes records.
public protocol WriteRecords: AnyObject {
  /// Writes a version of a record and its entry in the log. Throws `conflict` unless its version is one above the
  /// present one, which is 0 for a new record.
  func putRecord(_ record: StoredRecord, actor: String, reason: String) throws(StoreError)
  /// Removes a record with all its versions, so that nothing of it is left. Throws `conflict` unless its present version
  /// is the given one. The positions of its entries are not given again.
  func dropRecord(kind: String, id: String, version: Int64) throws(StoreError)
}
