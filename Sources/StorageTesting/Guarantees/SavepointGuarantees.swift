import Storage

enum SavepointGuarantees {
  static let all = [
    StoreGuarantee(
      "a savepoint that is rolled back takes back what was written since, in every table, and nothing else"
    ) {
      bench in
      let owner = try bench.family("VLT-0")
      try bench.commit { writer in
        try writer.putTimer(Sample.timer(owner, "t", due: 5))
        try writer.setView(owner.id, field: "status", value: "open")
        _ = try writer.insertTask(Sample.task(owner, key: "before", nextAt: 4))
      }
      try bench.writer.begin()
      try bench.writer.setMeta("a", "outer")
      let before = try storeContents(bench.writer)
      try bench.writer.beginSavepoint()
      try TransactionGuarantees.writeEverywhere(bench.writer, owner)
      guard try storeContents(bench.writer) != before else {
        throw StoreViolation(description: "nothing was written inside the savepoint")
      }
      try bench.writer.rollbackSavepoint()
      try expectEqual(try storeContents(bench.writer), before, "contents after the rollback")
      try bench.writer.setMeta("b", "later")
      try bench.writer.commit()
      try bench.expect("outer and later", ["outer", "later"]) { try [$0.meta("a"), $0.meta("b")] }
      try bench.expect("the timer", [Sample.timer(owner, "t", due: 5)]) { try $0.timers(of: owner.id) }
    },
    StoreGuarantee("a released savepoint keeps what was written, and goes with what is around it") { bench in
      try bench.commit { writer in
        try writer.beginSavepoint()
        try writer.setMeta("a", "kept")
        try writer.releaseSavepoint()
      }
      try bench.expect("kept", "kept") { try $0.meta("a") }
      try bench.rollBack { writer in
        try writer.beginSavepoint()
        try writer.setMeta("a", "dropped")
        try writer.releaseSavepoint()
      }
      try bench.expect("with the transaction", "kept") { try $0.meta("a") }
      try bench.commit { writer in
        try writer.beginSavepoint()
        try writer.beginSavepoint()
        try writer.setMeta("a", "dropped")
        try writer.releaseSavepoint()
        try writer.rollbackSavepoint()
      }
      try bench.expect("with the outer savepoint", "kept") { try $0.meta("a") }
    },
    StoreGuarantee("savepoints nest: the newest is the one that is rolled back or released") { bench in
      try bench.commit { writer in
        try writer.setMeta("a", "0")
        try writer.beginSavepoint()
        try writer.setMeta("a", "1")
        try writer.beginSavepoint()
        try writer.setMeta("a", "2")
        try writer.beginSavepoint()
        try writer.setMeta("a", "3")
        try writer.rollbackSavepoint()
        try expectEqual(try writer.meta("a"), "2", "after the innermost")
        try writer.releaseSavepoint()
        try expectEqual(try writer.meta("a"), "2", "after the middle one")
        try writer.rollbackSavepoint()
        try expectEqual(try writer.meta("a"), "0", "after the outermost")
        try writer.beginSavepoint()
        try writer.setMeta("b", "again")
        try writer.releaseSavepoint()
      }
      try bench.expect("committed", ["0", "again"]) { try [$0.meta("a"), $0.meta("b")] }
    },
    StoreGuarantee("ids given since a savepoint that is rolled back may be given again, and what follows has its own") {
      bench in
      let owner = try bench.family("VLT-0")
      let ids = try bench.commit { writer in
        let first = try writer.insertTask(Sample.task(owner, key: "a"))
        try writer.beginSavepoint()
        _ = try writer.insertTask(Sample.task(owner, key: "b"))
        _ = try writer.insertTask(Sample.task(owner, key: "c"))
        try writer.rollbackSavepoint()
        // The keys are free again too.
        return [
          first, try writer.insertTask(Sample.task(owner, key: "b")),
          try writer.insertTask(Sample.task(owner, key: "d")),
        ]
      }
      try expectEqual(ids, Array(Set(ids)).sorted(), "ids, each once and ascending")
      try bench.expect("keys", ["a", "b", "d"]) { reader in try ids.map { try reader.task($0)?.key } }
    },
    StoreGuarantee("a refused write inside a savepoint leaves transaction and savepoint usable") { bench in
      let owner = try bench.family("VLT-0")
      try bench.commit { writer in
        try writer.setMeta("a", "outer")
        try writer.beginSavepoint()
        try writer.setMeta("a", "inner")
        _ = try writer.insertTask(Sample.task(owner, key: "k"))
        try expectError(.constraint, "the same key") { _ = try writer.insertTask(Sample.task(owner, key: "k")) }
        try writer.rollbackSavepoint()
        try writer.beginSavepoint()
        try expectError(.constraint, "no family") { try writer.setView(Sample.noFamily, field: "f", value: "v") }
        try writer.setMeta("b", "after a refusal")
        try writer.releaseSavepoint()
      }
      try bench.expect("committed", ["outer", "after a refusal"]) { try [$0.meta("a"), $0.meta("b")] }
      try bench.expect("tasks", []) { try $0.tasks(of: owner.id, closed: true) }
    },
    StoreGuarantee("savepoints belong to a transaction, and a commit waits for none: both are misuse") { bench in
      let writer = bench.writer
      try expectError(.misuse, "begin outside") { try writer.beginSavepoint() }
      try expectError(.misuse, "release outside") { try writer.releaseSavepoint() }
      try expectError(.misuse, "rollback outside") { try writer.rollbackSavepoint() }
      try writer.begin()
      try expectError(.misuse, "release of none") { try writer.releaseSavepoint() }
      try expectError(.misuse, "rollback of none") { try writer.rollbackSavepoint() }
      try writer.setMeta("a", "1")
      try writer.beginSavepoint()
      try writer.setMeta("b", "2")
      try expectError(.misuse, "a commit with an open savepoint") { try writer.commit() }
      try writer.releaseSavepoint()
      try writer.commit()
      try bench.expect("committed", ["1", "2"]) { try [$0.meta("a"), $0.meta("b")] }
      try writer.begin()
      try writer.beginSavepoint()
      try writer.setMeta("a", "3")
      writer.rollback()
      try writer.begin()
      try expectError(.misuse, "a savepoint of the transaction before") { try writer.rollbackSavepoint() }
      try writer.commit()
      try bench.expect("after the rollback", "1") { try $0.meta("a") }
    },
  ]
}
