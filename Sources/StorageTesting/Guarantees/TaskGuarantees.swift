import Storage

enum TaskGuarantees {
  static let all = [
    StoreGuarantee("a task reads back as written, and an update writes what it may") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "k", nextAt: 5)
      (row.deadline, row.result) = (9, Sample.json("{\"ok\":true}"))
      (row.isLate, row.usefulUntil, row.attemptTimeout) = (true, 8, 7)
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.expect("inserted", row) { try $0.task(row.id) }
      var change = row
      (change.generation, change.status, change.attempts, change.nextAt, change.deadline) = (2, .done, 3, nil, nil)
      (change.result, change.updatedAt) = ([3], 99)
      (change.isLate, change.usefulUntil, change.attemptTimeout) = (false, nil, 70)
      (change.retryFirst, change.retryFactor, change.retryCap) = (6, 3, 61)
      let expected = change
      (change.step, change.stepType, change.key, change.lane, change.createdAt) = ("x", "x", "x", "x", 0)
      (change.stepClass, change.machine, change.incarnation, change.serial) = ("notify", "x", 0, 0)
      change.request = [1]
      try bench.commit { try $0.updateTask(change) }
      try bench.expect("updated", expected) { try $0.task(row.id) }
      try bench.expect("unknown", nil) { try $0.task(TaskID(rawValue: 12_345)) }
      change.id = TaskID(rawValue: 12_345)
      try bench.expectRefusal(.conflict, "an update of no task") { try $0.updateTask(change) }
    },
    StoreGuarantee("the tasks of a family come by id, the closed ones when asked for") { bench in
      let owner = try bench.family("VLT-1")
      let ids = try bench.commit { writer in
        try TaskRecord.Status.allCases.map { try writer.insertTask(Sample.task(owner, key: "\($0)", status: $0)) }
      }
      try bench.expect("all", ids) { try $0.tasks(of: owner.id, closed: true).map(\.id) }
      try bench.expect("open", Array(ids[..<6])) { try $0.tasks(of: owner.id, closed: false).map(\.id) }
      for (id, status) in zip(ids, TaskRecord.Status.allCases) {
        try bench.expect("in \(status)", [id]) { try $0.tasks(in: status, after: nil, limit: 10).map(\.id) }
        try bench.expect("in \(status), after", []) { try $0.tasks(in: status, after: id, limit: 10).map(\.id) }
      }
    },
    StoreGuarantee("tasks in a status are read page by page, ascending by id") { bench in
      let owner = try bench.family("VLT-1")
      for status in [TaskRecord.Status.open, .done] {
        let ids = try bench.commit { writer in
          try (0..<5).map { try writer.insertTask(Sample.task(owner, key: "\(status)\($0)", status: status)) }
        }
        try bench.expect("first page", Array(ids[..<2])) { try $0.tasks(in: status, after: nil, limit: 2).map(\.id) }
        try bench.expect("rest", Array(ids[2...])) { try $0.tasks(in: status, after: ids[1], limit: 9).map(\.id) }
      }
    },
    StoreGuarantee("due tasks are ready, unknown or accepted, by time and id, of running families only") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      let ids = try bench.commit { writer in
        try [
          Sample.task(one, key: "a", nextAt: 20), Sample.task(two, key: "b", status: .unknown, nextAt: 10),
          Sample.task(one, key: "c", nextAt: 20), Sample.task(one, key: "d", status: .running, nextAt: 1),
          Sample.task(one, key: "e", status: .accepted), Sample.task(one, key: "f", nextAt: 21),
          Sample.task(two, key: "g", status: .accepted, nextAt: 19),
          Sample.task(one, key: "h", status: .done, nextAt: 2),
        ].map { try writer.insertTask($0) }
      }
      func due(_ limit: Int, _ expected: [Int]) throws {
        try bench.expect("due, \(limit)", expected.map { ids[$0] }) {
          try $0.dueTasks(of: ["stripe.transfer"], now: 20, limit: limit).map(\.id)
        }
      }
      func next(_ expected: Int64) throws {
        try bench.expect("next", expected) { try $0.nextTask(of: ["stripe.transfer"]) }
      }
      try due(10, [1, 6, 0, 2])
      try due(3, [1, 6, 0])
      try due(0, [])
      try next(10)
      try bench.setStatus(two.id, .stopped)
      try due(10, [0, 2])
      try next(20)
      try bench.setStatus(two.id, .running)
      try next(10)
    },
    StoreGuarantee("due tasks are those of the step types asked for, merged by time and id, each once") { bench in
      let owner = try bench.family("VLT-1")
      let ids = try bench.commit { writer in
        try [("mail", 30), ("post", 20), ("mail", 10), ("post", 30), ("mail", 20), ("lead", 1)].enumerated().map {
          let (number, (type, time)) = $0
          return try writer.insertTask(
            Sample.task(owner, key: "\(number)", stepType: type, nextAt: StoredInstant(time)))
        }
      }
      func due(_ types: [String], _ limit: Int, _ expected: [Int]) throws {
        try bench.expect("\(types), \(limit)", expected.map { ids[$0] }) {
          try $0.dueTasks(of: types, now: 30, limit: limit).map(\.id)
        }
      }
      try due(["mail", "post"], 10, [2, 1, 4, 0, 3])
      try due(["post", "mail"], 3, [2, 1, 4])
      try due(["post", "mail"], 1, [2])
      try due(["post", "post"], 10, [1, 3])
      try due(["post", "post"], 1, [1])
      try due(["post", "nobody's"], 10, [1, 3])
      try due([], 10, [])
      try bench.expect("next", 10) { try $0.nextTask(of: ["post", "mail"]) }
      try bench.expect("next of one", 20) { try $0.nextTask(of: ["post"]) }
      try bench.expect("next of none", nil) { try $0.nextTask(of: []) }
      try bench.expect("next of nobody's", nil) { try $0.nextTask(of: ["nobody's"]) }
    },
    StoreGuarantee("a business key finds the task that is not closed") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "transfer")
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.commit { _ = try $0.insertTask(Sample.task(owner, key: "")) }
      try bench.expect("open", row) { try $0.openTask(key: "transfer") }
      try bench.expect("unknown", nil) { try $0.openTask(key: "other") }
      try bench.expect("the empty key", nil) { try $0.openTask(key: "") }
      row.status = .done
      try bench.commit { try $0.updateTask(row) }
      try bench.expect("closed", nil) { try $0.openTask(key: "transfer") }
    },
    StoreGuarantee("a task updated while its family is stopped is due once the family runs") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "a", status: .running)
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.setStatus(owner.id, .stopped)
      (row.status, row.nextAt) = (.ready, 5)
      try bench.commit { try $0.updateTask(row) }
      try bench.expect("stopped", nil) { try $0.nextTask(of: ["stripe.transfer"]) }
      try bench.setStatus(owner.id, .running)
      try bench.expect("running", [row]) { try $0.dueTasks(of: ["stripe.transfer"], now: 5, limit: 10) }
    },
    StoreGuarantee("a key is unique among open tasks and free again when its task is closed") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "transfer")
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.expectRefusal(.constraint, "the same key") {
        _ = try $0.insertTask(Sample.task(owner, key: "transfer"))
      }
      row.status = .stopped
      try bench.commit { try $0.updateTask(row) }
      _ = try bench.commit { try $0.insertTask(Sample.task(owner, key: "transfer")) }
      row.status = .ready
      try bench.expectRefusal(.constraint, "opened again") { try $0.updateTask(row) }
      try bench.commit { writer in
        for _ in 0..<2 { _ = try writer.insertTask(Sample.task(owner, key: "")) }
      }
    },
    StoreGuarantee("a task belongs to an instance of its family") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      try bench.expectRefusal(.constraint, "another family's instance") {
        _ = try $0.insertTask(Sample.task((one.id, two.instance), key: "k"))
      }
    },
    StoreGuarantee("a task's class is one of the known ones") { bench in
      let owner = try bench.family("VLT-1")
      for stepClass in TaskRecord.stepClasses + ["cheap", ""] {
        var row = Sample.task(owner, key: stepClass)
        row.stepClass = stepClass
        if TaskRecord.stepClasses.contains(stepClass) {
          try bench.commit { _ = try $0.insertTask(row) }
        } else {
          try bench.expectRefusal(.constraint, "class '\(stepClass)'") { _ = try $0.insertTask(row) }
        }
      }
    },
  ]
}
