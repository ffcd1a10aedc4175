import Storage

enum FamilyGuarantees {
  static let all = [
    StoreGuarantee("a family reads back as it was written, in version 1, by id and by key") { bench in
      let id = try bench.commit { try $0.insertFamily(Sample.family("VLT-1")) }
      var expected = Sample.family("VLT-1")
      (expected.id, expected.version) = (id, 1)
      try bench.expect("by id", expected) { try $0.family(id) }
      try bench.expect("by key", expected) { try $0.family(key: "VLT-1") }
      try bench.expect("an unknown id", nil) { try $0.family(Sample.noFamily) }
      try bench.expect("an unknown key", nil) { try $0.family(key: "VLT-2") }
    },
    StoreGuarantee("a family's key is unique for ever, also after the family ended") { bench in
      let id = try bench.family("VLT-1").id
      try bench.setStatus(id, .ended)
      try bench.expectRefusal(.constraint, "the same key") { _ = try $0.insertFamily(Sample.family("VLT-1")) }
    },
    StoreGuarantee("keys differ by code point: canonically equivalent text is another key") { bench in
      let composed = try bench.family("caf\u{E9}").id
      let decomposed = try bench.family("cafe\u{301}").id
      try bench.expect("composed", composed) { try $0.family(key: "caf\u{E9}")?.id }
      try bench.expect("decomposed", decomposed) { try $0.family(key: "cafe\u{301}")?.id }
    },
    StoreGuarantee("a family's bundle must have been put before") { bench in
      try bench.expectRefusal(.constraint, "an unknown bundle") {
        _ = try $0.insertFamily(Sample.family("VLT-1", bundle: "nowhere"))
      }
    },
    StoreGuarantee("an update writes status, body and updatedAt only, and raises the version") { bench in
      let id = try bench.family("VLT-1").id
      var expected = try require(try bench.writer.family(id), "the family")
      var change = expected
      (change.status, change.body, change.updatedAt) = (.stopped, Sample.json("{\"b\":2}"), 99)
      (change.key, change.workflow, change.createdAt) = ("other", "other", 0)
      try bench.commit { try $0.updateFamily(change) }
      (expected.status, expected.body, expected.updatedAt, expected.version) = (.stopped, change.body, 99, 2)
      try bench.expect("after the update", expected) { try $0.family(id) }
    },
    StoreGuarantee("an update of a family in a stale version changes nothing and is a conflict") { bench in
      let id = try bench.family("VLT-1").id
      let stale = try require(try bench.writer.family(id), "the family")
      try bench.commit { try $0.updateFamily(stale) }
      let fresh = try bench.writer.family(id)
      try bench.expectRefusal(.conflict, "a stale version") { try $0.updateFamily(stale) }
      try bench.expect("after the conflict", fresh) { try $0.family(id) }
      var unknown = stale
      unknown.id = Sample.noFamily
      try bench.expectRefusal(.conflict, "an unknown family") { try $0.updateFamily(unknown) }
    },
    StoreGuarantee("ids of families ascend and a list pages through them in that order") { bench in
      let ids = try (1...5).map { try bench.family("VLT-\($0)").id }
      try expectEqual(ids, ids.sorted(), "ids in the order of insertion")
      try expectEqual(Set(ids).count, 5, "different ids")
      try bench.expect("first page", Array(ids[..<2])) { try $0.families(FamilyFilter(limit: 2)).map(\.id) }
      try bench.expect("second page", Array(ids[2..<4])) {
        try $0.families(FamilyFilter(after: ids[1], limit: 2)).map(\.id)
      }
      try bench.expect("last page", [ids[4]]) { try $0.families(FamilyFilter(after: ids[3], limit: 2)).map(\.id) }
    },
    StoreGuarantee("a filter's conditions hold together") { bench in
      let ids = try bench.commit { writer in
        try (0..<8).map { number in
          let id = try writer.insertFamily(
            Sample.family(
              "VLT-\(number)", workflow: number % 2 == 0 ? "booking" : "other", status: number < 4 ? .running : .stopped
            ))
          try writer.setView(id, field: "consultant", value: number % 4 < 2 ? "ann" : "bob")
          return id
        }
      }
      try bench.expect("by status", Array(ids[4...])) { try $0.families(FamilyFilter(status: .stopped)).map(\.id) }
      try bench.expect("by workflow", [0, 2, 4, 6].map { ids[$0] }) {
        try $0.families(FamilyFilter(workflows: ["booking"])).map(\.id)
      }
      try bench.expect("by view", [0, 1, 4, 5].map { ids[$0] }) {
        try $0.families(FamilyFilter(view: ("consultant", "ann"))).map(\.id)
      }
      try bench.expect("by all", [ids[4]]) {
        try $0.families(
          FamilyFilter(workflows: ["booking"], status: .stopped, view: ("consultant", "ann"), after: ids[1])
        ).map(\.id)
      }
    },
    StoreGuarantee("live bundles are those of families that have not ended, each with its workflow once, ascending") {
      bench in
      let ids = try bench.commit { writer in
        for hash in ["b", "a", "c"] { try writer.putBundle(Sample.bundle(hash)) }
        return try [
          Sample.family("1", workflow: "booking", bundle: "b"), Sample.family("2", workflow: "booking", bundle: "b"),
          Sample.family("3", workflow: "audit", bundle: "b", status: .stopped),
          Sample.family("4", workflow: "booking", bundle: "a"),
          Sample.family("5", workflow: "booking", bundle: "c", status: .ended),
        ].map { try writer.insertFamily($0) }
      }
      func expectLive(_ expected: [String]) throws {
        try bench.expect("live bundles", expected) { try $0.liveBundles().map { "\($0.hash) \($0.workflow)" } }
      }
      try expectLive(["a booking", "b audit", "b booking"])
      try bench.setStatus(ids[0], .ended)
      try expectLive(["a booking", "b audit", "b booking"])
      try bench.setStatus(ids[1], .ended)
      try expectLive(["a booking", "b audit"])
      for id in ids[2...3] { try bench.setStatus(id, .ended) }
      try expectLive([])
    },
    StoreGuarantee("a list of families has a limit of 1 to 1,000") { bench in
      for limit in [0, -1, 1_001] {
        try expectError(.misuse, "limit \(limit)") { _ = try bench.writer.families(FamilyFilter(limit: limit)) }
      }
    },
  ]
}
