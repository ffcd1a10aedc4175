import Storage

enum InboxGuarantees {
  static let all = [
    StoreGuarantee("an event reads back as written, and an update writes what it may") { bench in
      let family = try bench.family("VLT-1").id
      var row = Sample.inbox("evt_1")
      (row.signedAt, row.nextAt, row.tries, row.status) = (3, 4, 5, .unmatched)
      row.cursor = FamilyID(rawValue: 7)
      row.id = try bench.commit { try $0.insertInbox(row) }
      try bench.expect("inserted", row) { try $0.inbox(row.id) }
      var change = row
      (change.family, change.status, change.body, change.nextAt, change.tries) = (family, .consumed, [], nil, 6)
      change.cursor = FamilyID(rawValue: 3)
      let expected = change
      (change.source, change.key, change.name, change.receivedAt, change.signedAt) = ("x", "x", "x", 0, nil)
      try bench.commit { try $0.updateInbox(change) }
      try bench.expect("updated", expected) { try $0.inbox(row.id) }
      change.id = InboxID(rawValue: 12_345)
      try bench.expectRefusal(.conflict, "an update of no event") { try $0.updateInbox(change) }
      try bench.expectRefusal(.constraint, "no family") {
        _ = try $0.insertInbox(Sample.inbox("k", family: Sample.noFamily))
      }
    },
    StoreGuarantee("due events are pending ones of no or a running family and unmatched ones in time, by id") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      let ids = try bench.commit { writer in
        try [
          Sample.inbox("0", status: .unmatched, nextAt: 10), Sample.inbox("1", family: two), Sample.inbox("2"),
          Sample.inbox("3", family: one, status: .consumed), Sample.inbox("4", status: .unmatched, nextAt: 11),
          Sample.inbox("5", family: one, status: .held), Sample.inbox("6", family: one),
          Sample.inbox("7", status: .unmatched), Sample.inbox("8", status: .discarded),
          Sample.inbox("9", status: .unmatched, nextAt: 2),
        ].map { try writer.insertInbox($0) }
      }
      func due(_ now: Int64, _ limit: Int, _ expected: [Int]) throws {
        try bench.expect("due at \(now), \(limit)", expected.map { ids[$0] }) {
          try $0.dueInbox(now: now, limit: limit).map(\.id)
        }
      }
      try due(10, 100, [0, 1, 2, 6, 9])
      try due(10, 3, [0, 1, 2])
      try due(1, 100, [1, 2, 6])
      try due(10, 0, [])
      try bench.expect("next", 2) { try $0.nextInbox() }
      try bench.setStatus(two, .stopped)
      try due(10, 100, [0, 2, 6, 9])
      try bench.setStatus(two, .running)
      try due(10, 100, [0, 1, 2, 6, 9])
    },
    StoreGuarantee("a pending event that carries a time is due from then on, and not at once") { bench in
      let family = try bench.family("VLT-1").id
      var rows = [
        Sample.inbox("0", family: family, nextAt: 20), Sample.inbox("1", nextAt: 10),
        Sample.inbox("2", status: .unmatched, nextAt: 15),
      ]
      for index in rows.indices { rows[index].id = try bench.commit { try $0.insertInbox(rows[index]) } }
      func due(_ now: Int64, _ expected: [Int]) throws {
        try bench.expect("due at \(now)", expected.map { rows[$0] }) { try $0.dueInbox(now: now, limit: 9) }
      }
      try due(9, [])
      try due(15, [1, 2])
      try due(20, [0, 1, 2])
      try bench.expect("pending at once", false) { try $0.hasPendingInbox() }
      try bench.expect("next", 10) { try $0.nextInbox() }
      rows[1].status = .held
      rows[2].nextAt = 30
      try bench.commit { writer in for row in rows[1...] { try writer.updateInbox(row) } }
      try bench.expect("next of the rest", 20) { try $0.nextInbox() }
      try bench.setStatus(family, .stopped)
      try due(20, [])
      try bench.expect("next of the running", 30) { try $0.nextInbox() }
      try bench.setStatus(family, .running)
      try due(20, [0])
    },
    StoreGuarantee("a pending event can be taken at once if its family runs or is not known") { bench in
      let family = try bench.family("VLT-1").id
      try bench.expect("none", false) { try $0.hasPendingInbox() }
      var rows = [
        Sample.inbox("0", family: family), Sample.inbox("1", family: family), Sample.inbox("2", status: .unmatched),
      ]
      for index in rows.indices { rows[index].id = try bench.commit { try $0.insertInbox(rows[index]) } }
      try bench.expect("running", true) { try $0.hasPendingInbox() }
      try bench.expect("without a family", 1) { try $0.countInboxWithoutFamily() }
      try bench.expect("of the family", 2) { try $0.pendingCount(of: family) }
      try bench.setStatus(family, .stopped)
      try bench.expect("stopped", false) { try $0.hasPendingInbox() }
      try bench.expect("of the stopped family", 2) { try $0.pendingCount(of: family) }
      rows[0].status = .discarded
      rows[2].status = .pending
      try bench.commit { writer in for row in [rows[0], rows[2]] { try writer.updateInbox(row) } }
      try bench.expect("of no family", true) { try $0.hasPendingInbox() }
      try bench.expect("without a family still", 1) { try $0.countInboxWithoutFamily() }
      try bench.expect("left of the family", 1) { try $0.pendingCount(of: family) }
      try bench.expect("of nobody", 0) { try $0.pendingCount(of: Sample.noFamily) }
    },
    StoreGuarantee("a fan-out under way is due again and remembers how far it came") { bench in
      var row = Sample.inbox("evt_1")
      row.id = try bench.commit { try $0.insertInbox(row) }
      row.cursor = FamilyID(rawValue: 40)
      try bench.commit { try $0.updateInbox(row) }
      try bench.expect("due", [row]) { try $0.dueInbox(now: 0, limit: 9) }
    },
    StoreGuarantee("an event given back to a stopped family is due once the family runs") { bench in
      let family = try bench.family("VLT-1").id
      var row = Sample.inbox("evt_1", family: family, status: .held)
      row.id = try bench.commit { try $0.insertInbox(row) }
      try bench.setStatus(family, .stopped)
      row.status = .pending
      try bench.commit { try $0.updateInbox(row) }
      try bench.expect("stopped", []) { try $0.dueInbox(now: 99, limit: 9) }
      try bench.expect("pending", 1) { try $0.pendingCount(of: family) }
      try bench.setStatus(family, .running)
      try bench.expect("running", [row]) { try $0.dueInbox(now: 99, limit: 9) }
    },
    StoreGuarantee("events are listed and counted by status and by family, ascending by id") { bench in
      let family = try bench.family("VLT-1").id
      for status in InboxRecord.Status.allCases {
        let ids = try bench.commit { writer in
          try (0..<3).map { try writer.insertInbox(Sample.inbox("\(status)\($0)", family: family, status: status)) }
        }
        try bench.expect("in \(status)", Array(ids[..<2])) { try $0.inbox(in: status, limit: 2).map(\.id) }
        try bench.expect("count of \(status)", 3) { try $0.countInbox(in: status) }
      }
      try bench.expect("pending of the family", 3) { try $0.pendingCount(of: family) }
      try bench.expect("no unmatched in time", nil) { try $0.nextInbox() }
    },
    StoreGuarantee("an event counts as seen once for ever, by source and hash, with its verdict") { bench in
      var row = Sample.seen(1)
      row.verdict = Sample.json("{\"status\":201}")
      try bench.commit { writer in
        try writer.insertSeen(row)
        try writer.insertSeen(Sample.seen(1, source: "api"))
        try writer.insertSeen(Sample.seen(2))
      }
      try bench.expectRefusal(.constraint, "a duplicate") { try $0.insertSeen(Sample.seen(1)) }
      try bench.expect("seen", row) { try $0.seen(source: "stripe", keyHash: row.keyHash) }
      try bench.expect("of the other source", []) { try $0.seen(source: "api", keyHash: row.keyHash)?.verdict }
      try bench.expect("never seen", nil) { try $0.seen(source: "stripe", keyHash: Sample.hash(3, 16)) }
      var short = Sample.seen(4)
      short.keyHash = Sample.hash(4, 15)
      try bench.expectRefusal(.constraint, "15 bytes") { try $0.insertSeen(short) }
    },
  ]
}
