import Storage

/// A store under test with its writer, and the assertions that guarantees make about it.
final class Bench {
  let store: any Store
  let writer: any StoreWriter

  init(_ store: any Store) throws {
    self.store = store
    writer = try store.makeWriter()
    try commit { try $0.putBundle(Sample.bundle()) }
  }

  /// Runs `body` in a transaction and commits it.
  @discardableResult
  func commit<T>(_ body: (any StoreWriter) throws -> T) throws -> T {
    try writer.begin()
    do {
      let result = try body(writer)
      try writer.commit()
      return result
    } catch {
      writer.rollback()
      throw error
    }
  }

  /// Runs `body` in a transaction and drops it.
  func rollBack(_ body: (any StoreWriter) throws -> Void) throws {
    try writer.begin()
    defer { writer.rollback() }
    try body(writer)
  }

  func reader() throws -> any StoreReader { try store.makeReader() }

  /// Commits a family with one machine.
  func family(_ key: String, status: FamilyRecord.Status = .running) throws -> (id: FamilyID, instance: InstanceID) {
    try commit { writer in
      let family = try writer.insertFamily(Sample.family(key, status: status))
      return (family, try writer.insertInstance(Sample.instance(family)))
    }
  }

  /// Sets the status of a committed family.
  func setStatus(_ family: FamilyID, _ status: FamilyRecord.Status) throws {
    try commit { writer in
      var row = try require(try writer.family(family), "family \(family)")
      row.status = status
      try writer.updateFamily(row)
    }
  }

  /// Checks that the writer and a new reader give the same expected answer.
  func expect<T: Equatable>(
    _ what: String, _ expected: T, line: Int = #line, file: String = #fileID, _ read: (any StoreReader) throws -> T
  ) throws {
    try expectEqual(try read(writer), expected, "\(what), by the writer", line: line, file: file)
    try expectEqual(try read(try reader()), expected, "\(what), by a reader", line: line, file: file)
  }

  /// Checks that the write is refused with `kind` and that the transaction with its earlier writes can still be
  /// committed.
  func expectRefusal(
    _ kind: StoreError.Kind, _ what: String, line: Int = #line, file: String = #fileID,
    _ write: (any StoreWriter) throws -> Void
  ) throws {
    try rollBack { writer in try expectError(kind, what, line: line, file: file) { try write(writer) } }
  }
}

func expectEqual<T: Equatable>(
  _ found: T, _ expected: T, _ what: String, line: Int = #line, file: String = #fileID
) throws {
  guard found != expected else { return }
  throw StoreViolation(description: "\(file):\(line): \(what): expected \(expected), found \(found)")
}

func expectError(
  _ kind: StoreError.Kind, _ what: String, line: Int = #line, file: String = #fileID, _ body: () throws -> Void
) throws {
  do {
    try body()
  } catch let error as StoreError {
    return try expectEqual(error.kind, kind, "\(what): the error (\(error))", line: line, file: file)
  }
  throw StoreViolation(description: "\(file):\(line): \(what): expected the error \(kind), nothing was thrown")
}

func require<T>(_ value: T?, _ what: String, line: Int = #line, file: String = #fileID) throws -> T {
  guard let value else { throw StoreViolation(description: "\(file):\(line): \(what): expected a value, found nil") }
  return value
}
