import Storage

enum HistoryGuarantees {
  static let all = [
    StoreGuarantee("history reads back page by page, ascending by sequence") { bench in
      let (family, _) = try bench.family("VLT-1")
      let other = try bench.family("VLT-2").id
      try bench.commit { writer in
        for sequence in 1...5 { try writer.appendHistory(Sample.history(family, Int64(sequence))) }
        try writer.appendHistory(Sample.history(other, 1))
      }
      try bench.expect("first page", [1, 2].map { Sample.history(family, $0) }) {
        try $0.history(of: family, after: 0, limit: 2)
      }
      try bench.expect("rest", [3, 4, 5].map { Sample.history(family, $0) }) {
        try $0.history(of: family, after: 2, limit: 10_000)
      }
      try bench.expect("last", Sample.history(family, 5)) { try $0.lastHistory(of: family) }
      try bench.expect("of nobody", nil) { try $0.lastHistory(of: Sample.noFamily) }
    },
    StoreGuarantee("a step is never recorded twice") { bench in
      let (family, _) = try bench.family("VLT-1")
      try bench.commit { try $0.appendHistory(Sample.history(family, 1)) }
      try bench.expectRefusal(.constraint, "the same sequence") { try $0.appendHistory(Sample.history(family, 1)) }
      try bench.expectRefusal(.constraint, "no family") { try $0.appendHistory(Sample.history(Sample.noFamily, 1)) }
    },
    StoreGuarantee("a hash of history has 32 bytes") { bench in
      let (family, _) = try bench.family("VLT-1")
      var row = Sample.history(family, 1)
      row.hash = Sample.hash(1, 31)
      try bench.expectRefusal(.constraint, "31 bytes") { try $0.appendHistory(row) }
    },
    StoreGuarantee("a page of history has 1 to 10,000 rows") { bench in
      for limit in [0, -1, 10_001] {
        try expectError(.misuse, "limit \(limit)") {
          _ = try bench.writer.history(of: Sample.noFamily, after: 0, limit: limit)
        }
      }
    },
  ]

  static let postings = [
    StoreGuarantee("postings of a family come by sequence and position, whatever the order of writing") { bench in
      let (family, _) = try bench.family("VLT-1")
      let rows = [(1, 0), (1, 1), (2, 0), (10, 0)].map { Sample.posting(family, $0, $1) }
      try bench.commit { writer in for row in rows.reversed() { try writer.appendPosting(row) } }
      try bench.expect("postings", rows) { try $0.postings(of: family) }
    },
    StoreGuarantee("a total is credits minus debits over all families of one currency") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      try bench.commit { writer in
        try writer.appendPosting(Sample.posting(one, 1, 0, amount: 700))
        try writer.appendPosting(Sample.posting(two, 1, 0, amount: 300))
        try writer.appendPosting(Sample.posting(one, 2, 0, debit: "held", credit: "refunded", amount: 200))
        try writer.appendPosting(Sample.posting(one, 2, 1, debit: "held", credit: "held", amount: 50))
        try writer.appendPosting(Sample.posting(one, 3, 0, amount: 9_000, currency: "CHF"))
      }
      try bench.expect("held", 800) { try $0.total(account: "held", currency: "EUR") }
      try bench.expect("client", -1_000) { try $0.total(account: "client", currency: "EUR") }
      try bench.expect("an unknown account", 0) { try $0.total(account: "nobody", currency: "EUR") }
    },
    StoreGuarantee("a posting is positive and stands once at its place") { bench in
      let (family, _) = try bench.family("VLT-1")
      try bench.commit { try $0.appendPosting(Sample.posting(family, 1, 0)) }
      try bench.expectRefusal(.constraint, "the same place") { try $0.appendPosting(Sample.posting(family, 1, 0)) }
      for amount in [0, -1] as [Int64] {
        try bench.expectRefusal(.constraint, "amount \(amount)") {
          try $0.appendPosting(Sample.posting(family, 2, 0, amount: amount))
        }
      }
      try bench.expectRefusal(.constraint, "no family") { try $0.appendPosting(Sample.posting(Sample.noFamily, 1, 0)) }
    },
  ]
}
