import Storage

enum InstanceGuarantees {
  static let all = [
    StoreGuarantee("instances of a family read back as written, in the order of their start") { bench in
      let (family, first) = try bench.family("VLT-1")
      _ = try bench.family("VLT-2")
      let second = try bench.commit { try $0.insertInstance(Sample.instance(family, workflow: "payment")) }
      var rows = [Sample.instance(family), Sample.instance(family, workflow: "payment")]
      (rows[0].id, rows[1].id) = (first, second)
      try bench.expect("instances", rows) { try $0.instances(of: family) }
      try bench.expect("of nobody", []) { try $0.instances(of: Sample.noFamily) }
    },
    StoreGuarantee("an instance belongs to a family that exists") { bench in
      try bench.expectRefusal(.constraint, "no family") { _ = try $0.insertInstance(Sample.instance(Sample.noFamily)) }
    },
    StoreGuarantee("an update of an instance writes what it may and raises the version") { bench in
      let (family, _) = try bench.family("VLT-1")
      var expected = try require(try bench.writer.instances(of: family).first, "the instance")
      var change = expected
      (change.status, change.states, change.updatedAt) = (.ended, "done paid", 77)
      (change.snapshot, change.view) = (Sample.json("{\"t\":[]}"), Sample.json("{\"v\":1}"))
      (change.workflow, change.createdAt) = ("other", 0)
      try bench.commit { try $0.updateInstance(change) }
      (change.workflow, change.createdAt, change.version) = (expected.workflow, expected.createdAt, 2)
      change.view = expected.view
      expected = change
      try bench.expect("after the update", [expected]) { try $0.instances(of: family) }
    },
    StoreGuarantee("a view of an instance is replaced alone") { bench in
      let (family, _) = try bench.family("VLT-1")
      var row = try require(try bench.writer.instances(of: family).first, "the instance")
      row.view = Sample.json("{\"v\":1}")
      try bench.commit { try $0.replaceView(of: row.id, with: row.view) }
      try bench.expect("after the update", [row]) { try $0.instances(of: family) }
      try bench.expectRefusal(.conflict, "a view of none") {
        try $0.replaceView(of: InstanceID(rawValue: 12_345), with: row.view)
      }
    },
    StoreGuarantee("an update of an instance in a stale version changes nothing and is a conflict") { bench in
      let (family, _) = try bench.family("VLT-1")
      let stale = try require(try bench.writer.instances(of: family).first, "the instance")
      try bench.commit { try $0.updateInstance(stale) }
      let fresh = try bench.writer.instances(of: family)
      try bench.expectRefusal(.conflict, "a stale version") { try $0.updateInstance(stale) }
      try bench.expect("after the conflict", fresh) { try $0.instances(of: family) }
    },
    StoreGuarantee("a second write in one transaction asserts the version of the first") { bench in
      let (family, _) = try bench.family("VLT-1")
      var row = try require(try bench.writer.instances(of: family).first, "the instance")
      try bench.commit { writer in
        try writer.updateInstance(row)
        try expectError(.conflict, "version 1 again") { try writer.updateInstance(row) }
        row.version = 2
        try writer.updateInstance(row)
      }
      try bench.expect("version", [3]) { try $0.instances(of: family).map(\.version) }
    },
  ]
}
