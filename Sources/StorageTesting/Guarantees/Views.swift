import Storage

extension StoreGuarantee {
  static let views = [
    StoreGuarantee("a view field finds the families that have its value, ascending, within the limit") { bench in
      let ids = try (1...4).map { try bench.family("VLT-\($0)").id }
      try bench.commit { writer in
        for id in ids.reversed() { try writer.setView(id, field: "status", value: "paid") }
        try writer.setView(ids[1], field: "status", value: "open")
      }
      try bench.expect("paid", [ids[0], ids[2], ids[3]]) {
        try $0.families(whereView: "status", is: "paid", limit: 10)
      }
      try bench.expect("two of them", [ids[0], ids[2]]) {
        try $0.families(whereView: "status", is: "paid", limit: 2)
      }
      try bench.expect("another field", []) { try $0.families(whereView: "stage", is: "paid", limit: 10) }
    },
    StoreGuarantee("a family has one value a field; nil removes it; the same value again changes nothing") { bench in
      let id = try bench.family("VLT-1").id
      try bench.commit { writer in
        try writer.setView(id, field: "status", value: "open")
        try writer.setView(id, field: "status", value: "open")
        try writer.setView(id, field: "status", value: "paid")
      }
      try bench.expect("old value", []) { try $0.families(whereView: "status", is: "open", limit: 10) }
      try bench.expect("new value", [id]) { try $0.families(whereView: "status", is: "paid", limit: 10) }
      try bench.commit { writer in
        try writer.setView(id, field: "status", value: nil)
        try writer.setView(id, field: "never set", value: nil)
      }
      try bench.expect("removed", []) { try $0.families(whereView: "status", is: "paid", limit: 10) }
    },
    StoreGuarantee("families are counted by value, ascending by the value's bytes") { bench in
      for (number, value) in ["b", "a", "\u{E9}", "B", "a", "e\u{301}", ""].enumerated() {
        let id = try bench.family("VLT-\(number)").id
        try bench.commit { try $0.setView(id, field: "status", value: value) }
      }
      try bench.expect("counts", ["=1", "B=1", "a=2", "b=1", "e\u{301}=1", "\u{E9}=1"].map { Array($0.utf8) }) {
        try $0.countFamilies(byView: "status").map { Array("\($0.value)=\($0.count)".utf8) }
      }
    },
    StoreGuarantee("a view belongs to a family that exists, and a search has a limit of 1 to 10,000") { bench in
      try bench.expectRefusal(.constraint, "no family") { try $0.setView(Sample.noFamily, field: "f", value: "v") }
      for limit in [0, 10_001] {
        try expectError(.misuse, "limit \(limit)") {
          _ = try bench.writer.families(whereView: "f", is: "v", limit: limit)
        }
      }
    },
  ]
}
