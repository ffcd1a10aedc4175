import Storage

enum ViewGuarantees {
  static let all = [
    StoreGuarantee("a view field finds the families that have its value, ascending, within the limit") { bench in
      let ids = try (1...4).map { try bench.family("VLT-\($0)").id }
      try bench.commit { writer in
        for id in ids.reversed() { try writer.setView(id, field: "status", value: "paid") }
        try writer.setView(ids[1], field: "status", value: "open")
      }
      func found(_ field: String, _ limit: Int, _ expected: [FamilyID]) throws {
        try bench.expect("\(field), \(limit)", expected) {
          try $0.families(FamilyFilter(view: (field, "paid"), limit: limit)).map(\.id)
        }
      }
      try found("status", 10, [ids[0], ids[2], ids[3]])
      try found("status", 2, [ids[0], ids[2]])
      try found("stage", 10, [])
    },
    StoreGuarantee("live families come newest first, page by page, with what they are pinned to, the ended ones never")
    {
      bench in
      let ids = try bench.commit { writer in
        try writer.putBundle(Sample.bundle("other"))
        return try (0..<6).map { number in
          let id = try writer.insertFamily(
            Sample.family(
              "VLT-\(number)", workflow: "w\(number)", bundle: number == 3 ? "other" : "bundle",
              status: number == 1 ? .ended : .running))
          try writer.setView(id, field: "consultant", value: number == 4 ? "bob" : "ann")
          return id
        }
      }
      func pin(_ number: Int, _ status: FamilyRecord.Status = .running) -> FamilyPin {
        FamilyPin(
          id: ids[number], workflow: "w\(number)", bundle: number == 3 ? "other" : "bundle", status: status)
      }
      func live(_ before: FamilyID?, _ limit: Int, _ expected: [FamilyPin]) throws {
        try bench.expect("before \(String(describing: before)), \(limit)", expected) {
          try $0.liveFamilies(whereView: "consultant", is: "ann", before: before, limit: limit)
        }
      }
      try live(nil, 10, [pin(5), pin(3), pin(2), pin(0)])
      try live(nil, 2, [pin(5), pin(3)])
      try live(ids[3], 2, [pin(2), pin(0)])
      try live(ids[0], 2, [])
      try bench.setStatus(ids[5], .stopped)
      try bench.setStatus(ids[3], .ended)
      try live(nil, 10, [pin(5, .stopped), pin(2), pin(0)])
      for (value, isThere) in [("ann", true), ("bob", true), ("nobody", false)] {
        try bench.expect("any of \(value), ended ones included", isThere) {
          try $0.hasFamily(whereView: "consultant", is: value)
        }
      }
      try bench.setStatus(ids[3], .running)
      try bench.commit { writer in
        try writer.setView(ids[2], field: "consultant", value: nil)
        try writer.setView(ids[1], field: "consultant", value: "bob")
        try writer.setView(ids[1], field: "consultant", value: "ann")
        try writer.setView(ids[4], field: "consultant", value: "ann")
      }
      try live(nil, 10, [pin(5, .stopped), pin(4), pin(3), pin(0)])
      try bench.expect("of another value", []) {
        try $0.liveFamilies(whereView: "consultant", is: "bob", before: nil, limit: 10)
      }
    },
    StoreGuarantee("a live family's standing has the states of the machines that run, in the order of their start") {
      bench in
      let ids = try bench.commit { writer in
        return try (0..<4).map { try writer.insertFamily(Sample.family("VLT-\($0)")) }
      }
      try bench.commit { writer in
        for id in ids { try writer.setView(id, field: "status", value: "paid") }
        for (number, workflow) in [(0, "zoo"), (0, "booking"), (1, "zoo"), (3, "zoo")] {
          let id = try writer.insertInstance(Sample.instance(ids[number], workflow: workflow))
          guard number == 1 else { continue }
          var ended = Sample.instance(ids[1], workflow: workflow)
          (ended.id, ended.status, ended.states) = (id, .ended, "")
          try writer.updateInstance(ended)
        }
      }
      try bench.setStatus(ids[3], .ended)
      func standing(_ number: Int, _ machines: [String]) -> FamilyStanding {
        FamilyStanding(
          pin: FamilyPin(id: ids[number], workflow: "booking", bundle: "bundle", status: .running),
          machines: machines.map { .init(workflow: $0, states: "draft") })
      }
      func found(_ before: FamilyID?, _ limit: Int, _ expected: [FamilyStanding]) throws {
        try bench.expect("before \(String(describing: before)), \(limit)", expected) {
          try $0.liveStandings(whereView: "status", is: "paid", before: before, limit: limit)
        }
      }
      try found(nil, 10, [standing(2, []), standing(1, []), standing(0, ["zoo", "booking"])])
      try found(nil, 2, [standing(2, []), standing(1, [])])
      try found(ids[1], 1, [standing(0, ["zoo", "booking"])])
      for limit in [0, 10_001] {
        try expectError(.misuse, "limit \(limit)") {
          _ = try bench.writer.liveStandings(whereView: "f", is: "v", before: nil, limit: limit)
        }
      }
    },
    StoreGuarantee("a family has one value a field; nil removes it; the same value again changes nothing") { bench in
      let id = try bench.family("VLT-1").id
      try bench.commit { writer in
        try writer.setView(id, field: "status", value: "open")
        try writer.setView(id, field: "status", value: "open")
        try writer.setView(id, field: "status", value: "paid")
      }
      try bench.expect("old value", []) {
        try $0.liveFamilies(whereView: "status", is: "open", before: nil, limit: 10).map(\.id)
      }
      try bench.expect("new value", [id]) {
        try $0.liveFamilies(whereView: "status", is: "paid", before: nil, limit: 10).map(\.id)
      }
      try bench.commit { writer in
        try writer.setView(id, field: "status", value: nil)
        try writer.setView(id, field: "never set", value: nil)
      }
      try bench.expect("removed", []) {
        try $0.liveFamilies(whereView: "status", is: "paid", before: nil, limit: 10).map(\.id)
      }
    },
    StoreGuarantee("a view belongs to a family that exists, and a search has a limit of 1 to 10,000") { bench in
      try bench.expectRefusal(.constraint, "no family") { try $0.setView(Sample.noFamily, field: "f", value: "v") }
      for limit in [0, 10_001] {
        try expectError(.misuse, "limit \(limit)") {
          _ = try bench.writer.liveFamilies(whereView: "f", is: "v", before: nil, limit: limit)
        }
      }
    },
  ]
}
