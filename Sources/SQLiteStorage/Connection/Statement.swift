import CSQLite
import Storage

/// A prepared statement. Values are bound and columns are read in order, from left to right: `bind(a).bind(b)`, `int();
/// text()`. A failure to bind is thrown by the next step.
final class Statement {
  private let handle: OpaquePointer
  private let name: String
  private unowned let connection: Connection
  private var bound: Int32 = 0
  private var column: Int32 = 0
  private var bindFailure = SQLITE_OK

  init(_ handle: OpaquePointer, name: String, connection: Connection) {
    self.handle = handle
    self.name = name
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  // Binding

  @discardableResult
  func bind(_ value: Int64) -> Statement {
    note(sqlite3_bind_int64(handle, next(), value))
  }

  @discardableResult
  func bind(_ value: Int64?) -> Statement {
    guard let value else { return note(sqlite3_bind_null(handle, next())) }
    return bind(value)
  }

  @discardableResult
  func bind(_ value: String) -> Statement {
    var value = value
    let index = next()
    // An empty Swift string may have no address, and SQLite would take a missing address for NULL.
    return note(
      value.withUTF8 { bytes in
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return csq_bind_text_copy(handle, index, "", 0) }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          csq_bind_text_copy(handle, index, $0, Int32(clamping: bytes.count))
        }
      })
  }

  @discardableResult
  func bind(_ value: String?) -> Statement {
    guard let value else { return note(sqlite3_bind_null(handle, next())) }
    return bind(value)
  }

  /// Binds JSON or other text that is kept as bytes.
  @discardableResult
  func bind(text value: [UInt8]) -> Statement {
    let index = next()
    return note(
      value.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return csq_bind_text_copy(handle, index, "", 0) }
        return csq_bind_text_copy(
          handle, index, base.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count))
      })
  }

  @discardableResult
  func bind(blob value: [UInt8]) -> Statement {
    let index = next()
    return note(
      value.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
        return csq_bind_blob_copy(handle, index, base, Int32(clamping: bytes.count))
      })
  }

  // Running

  /// Advances the statement. Returns true if there is a row to read.
  func step() throws(StoreError) -> Bool {
    column = 0
    let code = bindFailure == SQLITE_OK ? sqlite3_step(handle) : bindFailure
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.failure(code, doing: name)
    }
  }

  /// Makes the statement ready to be bound again, and ends the read transaction that it may have held.
  func reset() {
    sqlite3_reset(handle)
    bound = 0
    column = 0
    bindFailure = SQLITE_OK
  }

  /// Runs the statement to its end and returns the number of rows that it wrote, those of triggers not counted.
  @discardableResult
  func run() throws(StoreError) -> Int64 {
    defer { reset() }
    while try step() {}
    return connection.lastChangeCount
  }

  /// Returns the first row as `read` decodes it; nil if there is none.
  func first<T>(_ read: (Statement) throws(StoreError) -> T) throws(StoreError) -> T? {
    defer { reset() }
    return try step() ? try read(self) : nil
  }

  /// Returns all rows as `read` decodes them.
  func all<T>(_ read: (Statement) throws(StoreError) -> T) throws(StoreError) -> [T] {
    defer { reset() }
    var rows: [T] = []
    while try step() { rows.append(try read(self)) }
    return rows
  }

  // Reading

  func int() -> Int64 { sqlite3_column_int64(handle, advance()) }

  func optionalInt() -> Int64? {
    let index = advance()
    return sqlite3_column_type(handle, index) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, index)
  }

  func text() -> String {
    let index = advance()
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Reads the bytes of a text or blob column; empty for NULL.
  func bytes() -> [UInt8] {
    let index = advance()
    guard let start = sqlite3_column_blob(handle, index) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
  }

  /// Reads a column that holds one word of an enumeration. Throws `corrupt` for a word that it does not have.
  func choice<E: RawRepresentable<String>>() throws(StoreError) -> E {
    let word = text()
    guard let value = E(rawValue: word) else {
      throw StoreError(.corrupt, "\(name): \(E.self) '\(word)' is unknown to this program; run the newer release")
    }
    return value
  }

  private func next() -> Int32 {
    bound += 1
    return bound
  }

  private func advance() -> Int32 {
    defer { column += 1 }
    return column
  }

  private func note(_ code: Int32) -> Statement {
    if code != SQLITE_OK && bindFailure == SQLITE_OK { bindFailure = code }
    return self
  }
}
