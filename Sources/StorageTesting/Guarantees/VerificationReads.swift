import Storage

/// The guarantees about reads that go through all rows, for a verification.
enum VerificationReads {
  static let guarantees = [
    StoreGuarantee("a fact that is removed is gone, and others stay") { bench in
      try bench.commit { writer in
        try writer.setMeta("now", "2")
        try writer.setMeta("secret", "x")
      }
      try bench.commit { writer in
        try writer.removeMeta("secret")
        try writer.removeMeta("never set")
      }
      try bench.expect("removed", nil) { try $0.meta("secret") }
      try bench.expect("of another key", "2") { try $0.meta("now") }
    },
    StoreGuarantee("all capabilities come page by page, by family, role and hash") { bench in
      let id = try bench.family("VLT-1").id
      let rows = [3, 7, 9].map { CapabilityRecord(hash: Sample.hash($0), family: id, role: "client") }
      try bench.commit { writer in for row in rows.reversed() { try writer.insertCapability(row) } }
      try bench.expect("all", rows) { try $0.capabilities(after: nil, limit: 10) }
      try bench.expect("the second", [rows[1]]) { try $0.capabilities(after: rows[0], limit: 1) }
      try expectError(.misuse, "no limit") { _ = try bench.writer.capabilities(after: nil, limit: 0) }
    },
    StoreGuarantee("all events of the inbox come page by page, whatever became of them") { bench in
      let ids = try bench.commit { writer in
        try InboxRecord.Status.allCases.map { try writer.insertInbox(Sample.inbox("\($0)", status: $0)) }
      }
      try bench.expect("all", ids) { try $0.inbox(after: nil, limit: 10).map(\.id) }
      try bench.expect("a page", Array(ids[2..<4])) { try $0.inbox(after: ids[1], limit: 2).map(\.id) }
      try expectError(.misuse, "no limit") { _ = try bench.writer.inbox(after: nil, limit: 0) }
    },
    StoreGuarantee("what is remembered of an event that is not there is listed") { bench in
      let known = try bench.commit { try $0.insertInbox(Sample.inbox("a")) }
      let lost = Sample.seen(6, inbox: InboxID(rawValue: known.rawValue + 9))
      try bench.commit { writer in
        try writer.insertSeen(Sample.seen(5, inbox: known))
        try writer.insertSeen(lost)
      }
      try bench.expect("without its event", [lost]) { try $0.seenWithoutEvent(limit: 10) }
    },
    StoreGuarantee("the indexed values of a family come by their field") { bench in
      let id = try bench.family("VLT-1").id
      let other = try bench.family("VLT-2").id
      try bench.commit { writer in
        for field in ["status", "stage"] { try writer.setView(id, field: field, value: "\(field) of one") }
        try writer.setView(other, field: "status", value: "")
      }
      try bench.expect("of one", ["stage=stage of one", "status=status of one"]) {
        try $0.views(of: id).map { "\($0.field)=\($0.value)" }
      }
      try bench.expect("of the other", ["status="]) { try $0.views(of: other).map { "\($0.field)=\($0.value)" } }
      try bench.expect("of none", 0) { try $0.views(of: Sample.noFamily).count }
    },
  ]
}
