import Storage

enum TransactionGuarantees {
  static let all = [
    StoreGuarantee("a rolled-back transaction leaves no trace in any table") { bench in
      let owner = try bench.family("VLT-0")
      try bench.commit { try $0.putTimer(Sample.timer(owner, "t", due: 5)) }
      let before = try storeContents(bench.writer)
      try bench.rollBack { try Self.writeEverywhere($0, owner) }
      try bench.expect("contents", before) { try storeContents($0) }
    },
    StoreGuarantee("a reader sees the whole of a transaction after its commit and nothing before") { bench in
      let owner = try bench.family("VLT-0")
      let reader = try bench.reader()
      let before = try storeContents(reader)
      try bench.writer.begin()
      try Self.writeEverywhere(bench.writer, owner)
      let written = try storeContents(bench.writer)
      try expectEqual(try storeContents(reader), before, "before the commit, an older reader")
      try expectEqual(try storeContents(try bench.reader()), before, "before the commit, a new reader")
      try bench.writer.commit()
      try expectEqual(try storeContents(reader), written, "after the commit, the same reader")
      guard written != before else { throw StoreViolation(description: "the transaction wrote nothing") }
    },
    StoreGuarantee("what a refused write would have changed is unchanged, and the transaction goes on") { bench in
      let owner = try bench.family("VLT-0")
      try bench.commit { writer in
        try writer.setMeta("a", "1")
        try expectError(.constraint, "a duplicate key") { _ = try writer.insertFamily(Sample.family("VLT-0")) }
        try expectError(.constraint, "no family") { try writer.setView(Sample.noFamily, field: "f", value: "v") }
        try writer.setMeta("b", "2")
      }
      try bench.expect("both sides of the refusal", ["1", "2"]) { try [$0.meta("a"), $0.meta("b")] }
      try bench.expect("families", [owner.id]) { try $0.families(FamilyFilter()).map(\.id) }
    },
    StoreGuarantee("every write outside a transaction is misuse, and so are begin, commit and maintain out of turn") {
      bench in
      let owner = try bench.family("VLT-0")
      let writer = bench.writer
      try expectError(.misuse, "setMeta") { try writer.setMeta("a", "1") }
      try expectError(.misuse, "insertFamily") { _ = try writer.insertFamily(Sample.family("VLT-1")) }
      try expectError(.misuse, "putTimer") { try writer.putTimer(Sample.timer(owner, "t", due: 1)) }
      try expectError(.misuse, "removeClaim") { try writer.removeClaim(family: owner.id, name: "slot") }
      try expectError(.misuse, "putBundle") { try writer.putBundle(Sample.bundle()) }
      try expectError(.misuse, "a commit of nothing") { try bench.writer.commit() }
      bench.writer.rollback()
      try bench.writer.begin()
      try expectError(.misuse, "a second begin") { try bench.writer.begin() }
      try expectError(.misuse, "maintain inside") { try bench.writer.maintain(idle: true) }
      try bench.writer.setMeta("a", "2")
      try bench.writer.commit()
      try bench.writer.maintain(idle: false)
      try bench.writer.maintain(idle: true)
      try bench.expect("the one good write", "2") { try $0.meta("a") }
    },
    StoreGuarantee("a store has one writer at a time") { bench in
      try expectError(.busy, "a second writer") { _ = try bench.store.makeWriter() }
    },
    StoreGuarantee("ids ascend in every table, also past a rollback") { bench in
      let owner = try bench.family("VLT-0")
      func ids(_ writer: any StoreWriter, _ suffix: String) throws -> [Int64] {
        let family = try writer.insertFamily(Sample.family("VLT-\(suffix)"))
        return [
          family.rawValue, try writer.insertInstance(Sample.instance(family)).rawValue,
          try writer.insertTask(Sample.task(owner, key: suffix)).rawValue,
          try writer.insertInbox(Sample.inbox(suffix)).rawValue,
          try writer.insertIncident(Sample.incident("code")).rawValue,
        ]
      }
      let first = try bench.commit { try ids($0, "1") }
      try bench.rollBack { _ = try ids($0, "2") }
      let second = try bench.commit { try ids($0, "3") }
      for (old, new) in zip(first, second) where new <= old {
        throw StoreViolation(description: "an id rose from \(old) to \(new) only")
      }
    },
  ]

  /// Writes or changes one row in each table.
  static func writeEverywhere(
    _ writer: any StoreWriter, _ owner: (id: FamilyID, instance: InstanceID)
  ) throws {
    try writer.setMeta("now", "1")
    try writer.putBundle(Sample.bundle("new"))
    let family = try writer.insertFamily(Sample.family("VLT-new"))
    if var row = try writer.family(owner.id) {
      row.status = .stopped
      try writer.updateFamily(row)
    }
    if var row = try writer.instances(of: owner.id).first {
      row.states = "changed"
      try writer.updateInstance(row)
    }
    _ = try writer.insertInstance(Sample.instance(family))
    try writer.appendHistory(Sample.history(owner.id, 1))
    try writer.appendPosting(Sample.posting(owner.id, 1, 0))
    try writer.setView(owner.id, field: "status", value: "paid")
    try writer.putTimer(Sample.timer(owner, "t", due: 6, generation: 2))
    let task = try writer.insertTask(Sample.task(owner, key: "k", nextAt: 5))
    try writer.insertAttempt(Sample.attempt(task, 1))
    try writer.putClaim(ClaimRecord(family: owner.id, name: "slot", resource: "ann", from: 1, to: 2))
    try writer.putPerson(of: owner.id, data: Sample.json("{}"))
    try writer.insertCapability(CapabilityRecord(hash: Sample.hash(1), family: owner.id, role: "client"))
    let event = try writer.insertInbox(Sample.inbox("k", family: owner.id))
    try writer.insertSeen(Sample.seen(1, inbox: event))
    _ = try writer.insertIncident(Sample.incident("code", family: owner.id))
  }
}
