import Storage

extension StoreGuarantee {
  static let inbox = [
    StoreGuarantee("an event reads back as written, and an update writes what it may") { bench in
      let family = try bench.family("VLT-1").id
      var row = Sample.inbox("evt_1")
      (row.signedAt, row.nextAt, row.tries, row.status) = (3, 4, 5, .unmatched)
      row.id = try bench.commit { try $0.insertInbox(row) }
      try bench.expect("inserted", row) { try $0.inbox(row.id) }
      var change = row
      (change.family, change.status, change.body, change.nextAt, change.tries) = (family, .consumed, [], nil, 6)
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
    StoreGuarantee("an event given back to a stopped family is due once the family runs") { bench in
      let family = try bench.family("VLT-1").id
      var row = Sample.inbox("evt_1", family: family, status: .held)
      row.id = try bench.commit { try $0.insertInbox(row) }
      try bench.setStatus(family, .stopped)
      row.status = .pending
      try bench.commit { try $0.updateInbox(row) }
      try bench.expect("stopped", []) { try $0.dueInbox(now: 99, limit: 9) }
      try bench.expect("pending", [row]) { try $0.pendingInbox(of: family, limit: 9) }
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
        guard status == .pending else { continue }
        try bench.expect("pending of the family", Array(ids[..<2])) {
          try $0.pendingInbox(of: family, limit: 2).map(\.id)
        }
      }
      try bench.expect("no unmatched in time", nil) { try $0.nextInbox() }
    },
    StoreGuarantee("an event counts as seen once for ever, by source and hash; its verdict is set once known") {
      bench in
      var row = Sample.seen(1)
      try bench.commit { writer in
        try writer.insertSeen(row)
        try writer.insertSeen(Sample.seen(1, source: "api"))
        try writer.insertSeen(Sample.seen(2))
      }
      try bench.expectRefusal(.constraint, "a duplicate") { try $0.insertSeen(Sample.seen(1)) }
      row.verdict = Sample.json("{\"status\":201}")
      try bench.commit { try $0.setVerdict(source: "stripe", keyHash: row.keyHash, verdict: row.verdict) }
      try bench.expect("seen", row) { try $0.seen(source: "stripe", keyHash: row.keyHash) }
      try bench.expect("of the other source", []) { try $0.seen(source: "api", keyHash: row.keyHash)?.verdict }
      try bench.expect("never seen", nil) { try $0.seen(source: "stripe", keyHash: Sample.hash(3, 16)) }
      try bench.expectRefusal(.conflict, "a verdict for none") {
        try $0.setVerdict(source: "stripe", keyHash: Sample.hash(3, 16), verdict: [])
      }
      var short = Sample.seen(4)
      short.keyHash = Sample.hash(4, 15)
      try bench.expectRefusal(.constraint, "15 bytes") { try $0.insertSeen(short) }
    },
  ]

  static let incidents = [
    StoreGuarantee("an incident reads back as written, and an update writes what it may") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.incident("guard-failed", family: owner.id)
      row.inbox = try bench.commit { try $0.insertInbox(Sample.inbox("k")) }
      row.task = try bench.commit { try $0.insertTask(Sample.task(owner, key: "k")) }
      row.id = try bench.commit { try $0.insertIncident(row) }
      try bench.expect("inserted", row) { try $0.incident(row.id) }
      var change = row
      (change.status, change.detail, change.closedAt, change.closedBy, change.reason) =
        (.resolved, [1], 90, "uid 1000", "fixed")
      let expected = change
      (change.code, change.title, change.openedAt) = ("x", "x", 0)
      try bench.commit { try $0.updateIncident(change) }
      try bench.expect("updated", expected) { try $0.incident(row.id) }
      change.id = IncidentID(rawValue: 12_345)
      try bench.expectRefusal(.conflict, "an update of none") { try $0.updateIncident(change) }
    },
    StoreGuarantee("incidents are listed by status and family, ascending by id, and open ones counted") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      let ids = try bench.commit { writer in
        try [one, two, nil, one].map { try writer.insertIncident(Sample.incident("code", family: $0)) }
      }
      var closed = try require(try bench.writer.incident(ids[0]), "the incident")
      (closed.status, closed.closedAt) = (.skipped, 1)
      try bench.commit { try $0.updateIncident(closed) }
      func listed(_ status: IncidentRecord.Status?, _ family: FamilyID?, _ limit: Int, _ expected: [Int]) throws {
        try bench.expect("incidents", expected.map { ids[$0] }) {
          try $0.incidents(status: status, family: family, limit: limit).map(\.id)
        }
      }
      try listed(nil, nil, 10, [0, 1, 2, 3])
      try listed(nil, nil, 2, [0, 1])
      try listed(.open, nil, 10, [1, 2, 3])
      try listed(.skipped, nil, 10, [0])
      try listed(nil, one, 10, [0, 3])
      try listed(.open, one, 10, [3])
      try bench.expect("open", 3) { try $0.countOpenIncidents() }
    },
    StoreGuarantee("an incident is about what exists") { bench in
      for change in [
        { (row: inout IncidentRecord) in row.family = Sample.noFamily },
        { (row: inout IncidentRecord) in row.inbox = InboxID(rawValue: 12_345) },
        { (row: inout IncidentRecord) in row.task = TaskID(rawValue: 12_345) },
      ] {
        var row = Sample.incident("code")
        change(&row)
        try bench.expectRefusal(.constraint, "\(row)") { _ = try $0.insertIncident(row) }
      }
    },
  ]
}
