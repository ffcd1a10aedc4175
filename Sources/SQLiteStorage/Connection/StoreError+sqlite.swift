import CSQLite
import Storage

extension StoreError {
  /// Classifies one of SQLite's result codes (extended ones included; see https://sqlite.org/rescode.html).
  ///
  /// - Parameters:
  ///   - detail: SQLite's message, which names columns and never values.
  ///   - what: the operation that failed.
  init(sqlite code: Int32, detail: String, doing what: String) {
    let kind: Kind
    let cure: String
    switch code & 0xFF {
    case SQLITE_FULL:
      (kind, cure) = (.full, "free space on the disk of the store, or raise its limit")
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL, SQLITE_INTERRUPT:
      (kind, cure) = (.busy, "another connection holds the file; end the program that has it open")
    case SQLITE_CONSTRAINT:
      (kind, cure) = (.constraint, "the write was refused")
    case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_AUTH, SQLITE_ABORT:
      (kind, cure) = (.misuse, "the statement is wrong")
    default:
      // The default covers IOERR, CORRUPT, NOTADB, CANTOPEN, READONLY (the file was moved), NOMEM, INTERNAL and codes
      // of later releases.
      (kind, cure) = (.ambiguous, "look at the disk and its log; recovery at the next start decides")
    }
    self.init(kind, "\(what): \(detail) (SQLite \(code)); \(cure)")
  }
}
