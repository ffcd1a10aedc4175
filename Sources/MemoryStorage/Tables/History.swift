import Storage

extension MemoryReader {
  func history(of family: FamilyID, after: Int64, limit: Int) throws(StoreError) -> [HistoryRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "history")
    return tables.history.values(
      from: Pair(family.rawValue, after), while: { $0.a == family.rawValue }, where: { $0.sequence > after },
      limit: limit)
  }

  func lastHistory(of family: FamilyID) throws(StoreError) -> HistoryRecord? {
    tables.history.values(from: Pair(family.rawValue, .min), while: { $0.a == family.rawValue }).last
  }

  func postings(of family: FamilyID) throws(StoreError) -> [PostingRecord] {
    tables.postings.values(from: Triple(family.rawValue, .min, .min), while: { $0.a == family.rawValue })
  }

  func total(account: String, currency: String) throws(StoreError) -> Int64 {
    let (account, currency) = (Text(account), Text(currency))
    var sum: Int64 = 0
    tables.postings.walk { _, row in
      if Text(row.currency) == currency {
        if Text(row.credit) == account { sum += row.amount }
        if Text(row.debit) == account { sum -= row.amount }
      }
      return true
    }
    return sum
  }
}

extension MemoryWriter {
  func appendHistory(_ record: HistoryRecord) throws(StoreError) {
    try write("history") { tables throws(StoreError) in
      try tables.requireFamily(record.family, "history")
      try Self.requireLength(record.hash, 32, "history.hash")
      let key = Pair(record.family.rawValue, record.sequence)
      guard tables.history[key] == nil else {
        throw StoreError(.constraint, "history \(record.family)/\(record.sequence) exists: a step is recorded once")
      }
      tables.history[key] = record
      if (tables.lastSteps[record.family.rawValue]?.sequence ?? .min) < record.sequence {
        tables.lastSteps[record.family.rawValue] = (record.sequence, record.at)
      }
    }
  }

  func appendPosting(_ record: PostingRecord) throws(StoreError) {
    try write("postings") { tables throws(StoreError) in
      try tables.requireFamily(record.family, "postings")
      let key = Triple(record.family.rawValue, record.sequence, record.position)
      guard record.amount > 0, tables.postings[key] == nil else {
        throw StoreError(
          .constraint,
          "posting \(key.a)/\(key.b)/\(key.c): it exists, or \(record.amount) is not positive"
        )
      }
      tables.postings[key] = record
    }
  }
}
