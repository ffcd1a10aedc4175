public import Storage

enum SequenceQuery: Int, Query {
  case last, next

  static var slot: TableSlot { .sequences }
  var sql: String {
    switch self {
    case .last: "SELECT value FROM sequences WHERE name = ?1"
    case .next:
      """
      INSERT INTO sequences (name, value) VALUES (?1, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value
      """
    }
  }
}

extension SQLiteReader {
  public func lastValue(ofSequence name: String) throws(StoreError) -> Int64 {
    try read(SequenceQuery.last).bind(name).first { $0.int() } ?? 0
  }
}

extension SQLiteWriter {
  func nextValue(ofSequence name: String) throws(StoreError) -> Int64 {
    // Read to its end: a statement with RETURNING has written only when it is done.
    let values = try write(SequenceQuery.next).bind(name).all { $0.int() }
    guard let value = values.first else {
      throw StoreError(.ambiguous, "sequence \(name): no value came back; leave the process and let recovery decide")
    }
    return value
  }
}
