import Storage

/// The guarantees about records and their log.
enum RecordGuarantees {
  private static func record(_ id: String, _ version: Int64, kind: String = "service", body: String = "{}")
    -> StoredRecord
  {
    StoredRecord(kind: kind, id: id, version: version, body: Sample.json(body), at: 90 + version)
  }

  static let all = [
    StoreGuarantee("a record is read as it was written, by kind and id") { bench in
      try bench.expect("none", nil) { try $0.record(kind: "service", id: "é") }
      try bench.commit { try $0.putRecord(record("é", 1, body: "{\"a\":\"é\"}"), actor: "uid 1", reason: "new") }
      try bench.expect("written", record("é", 1, body: "{\"a\":\"é\"}")) { try $0.record(kind: "service", id: "é") }
      try bench.expect("of another kind", nil) { try $0.record(kind: "offer", id: "é") }
      try bench.expect("decomposed", nil) { try $0.record(kind: "service", id: "e\u{301}") }
    },
    StoreGuarantee("a record's next version replaces it; any other is a conflict") { bench in
      try bench.expectRefusal(.conflict, "not the first") {
        try $0.putRecord(record("a", 2), actor: "x", reason: "")
      }
      try bench.commit { try $0.putRecord(record("a", 1), actor: "x", reason: "") }
      try bench.expectRefusal(.conflict, "the first again") {
        try $0.putRecord(record("a", 1, body: "[]"), actor: "x", reason: "")
      }
      try bench.expectRefusal(.conflict, "a gap") { try $0.putRecord(record("a", 3), actor: "x", reason: "") }
      try bench.commit { try $0.putRecord(record("a", 2, body: "[1]"), actor: "x", reason: "") }
      try bench.expect("replaced", record("a", 2, body: "[1]")) { try $0.record(kind: "service", id: "a") }
    },
    StoreGuarantee("records of a kind are listed by id, page by page") { bench in
      try bench.commit { writer in
        for id in ["b", "a", "Z", "a0"] { try writer.putRecord(record(id, 1), actor: "x", reason: "") }
        try writer.putRecord(record("c", 1, kind: "servicex"), actor: "x", reason: "")
      }
      try bench.expect("all", ["Z", "a", "a0", "b"]) {
        try $0.records(of: "service", after: nil, limit: 9).map(\.id)
      }
      try bench.expect("page", ["a0"]) { try $0.records(of: "service", after: "a", limit: 1).map(\.id) }
      try bench.expect("end", []) { try $0.records(of: "service", after: "b", limit: 9).map(\.id) }
    },
    StoreGuarantee("the log keeps every version with who and why, and its position rises") { bench in
      try bench.expect("nothing yet", 0) { try $0.lastRecordPosition(of: "service") }
      try bench.commit { writer in
        try writer.putRecord(record("a", 1), actor: "uid 1", reason: "new")
        try writer.putRecord(record("b", 1), actor: "uid 1", reason: "new")
        try writer.putRecord(record("a", 2, body: "[]"), actor: "uid 2", reason: "dearer")
      }
      try bench.expect(
        "log",
        [
          RecordLogEntry(position: 1, record: record("a", 1), actor: "uid 1", reason: "new"),
          RecordLogEntry(position: 3, record: record("a", 2, body: "[]"), actor: "uid 2", reason: "dearer"),
        ]
      ) { try $0.log(ofRecord: "a", kind: "service") }
      try bench.commit { try $0.putRecord(record("a", 1, kind: "offer"), actor: "x", reason: "") }
      try bench.expect("last", 3) { try $0.lastRecordPosition(of: "service") }
      try bench.expect("all", [1, 2, 3, 4]) { try $0.recordLog(after: 0, limit: 9).map(\.position) }
      try bench.expect("a page", [3]) { try $0.recordLog(after: 2, limit: 1).map(\.position) }
      try bench.expect("last of another kind", 4) { try $0.lastRecordPosition(of: "offer") }
    },
    StoreGuarantee("a dropped record leaves nothing, and may be made anew") { bench in
      try bench.commit { writer in
        try writer.putRecord(record("a", 1), actor: "x", reason: "")
        try writer.putRecord(record("b", 1), actor: "x", reason: "")
        try writer.putRecord(record("b", 2), actor: "x", reason: "")
      }
      try bench.expectRefusal(.conflict, "an old version") { try $0.dropRecord(kind: "service", id: "b", version: 1) }
      try bench.expectRefusal(.conflict, "none there") { try $0.dropRecord(kind: "offer", id: "b", version: 2) }
      try bench.commit { try $0.dropRecord(kind: "service", id: "b", version: 2) }
      try bench.expect("gone", nil) { try $0.record(kind: "service", id: "b") }
      try bench.expect("no version is left", []) { try $0.log(ofRecord: "b", kind: "service") }
      try bench.expect("the others stay", [1]) { try $0.recordLog(after: 0, limit: 9).map(\.position) }
      try bench.expect("last", 1) { try $0.lastRecordPosition(of: "service") }
      try bench.expectRefusal(.conflict, "twice") { try $0.dropRecord(kind: "service", id: "b", version: 2) }
      try bench.commit { try $0.putRecord(record("b", 1, body: "[]"), actor: "x", reason: "") }
      try bench.expect("anew", record("b", 1, body: "[]")) { try $0.record(kind: "service", id: "b") }
      try bench.expect("a new position", [4]) { try $0.log(ofRecord: "b", kind: "service").map(\.position) }
    },
  ]
}
