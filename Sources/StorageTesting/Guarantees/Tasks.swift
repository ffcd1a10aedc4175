import Storage

extension StoreGuarantee {
  static let tasks = [
    StoreGuarantee("a task reads back as written, and an update writes what it may") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "k", nextAt: 5)
      (row.deadline, row.result) = (9, Sample.json("{\"ok\":true}"))
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.expect("inserted", row) { try $0.task(row.id) }
      var change = row
      (change.generation, change.status, change.attempts, change.nextAt, change.deadline) = (2, .done, 3, nil, nil)
      (change.request, change.notes, change.result, change.updatedAt) = ([1], [2], [3], 99)
      let expected = change
      (change.step, change.executor, change.key, change.lane, change.createdAt) = ("x", "x", "x", "x", 0)
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
    StoreGuarantee("due tasks are ready or unknown, by time and id, of running families only") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      let ids = try bench.commit { writer in
        try [
          Sample.task(one, key: "a", nextAt: 20), Sample.task(two, key: "b", status: .unknown, nextAt: 10),
          Sample.task(one, key: "c", nextAt: 20), Sample.task(one, key: "d", status: .running, nextAt: 1),
          Sample.task(one, key: "e"), Sample.task(one, key: "f", nextAt: 21), Sample.task(two, key: "g", nextAt: 19),
          Sample.task(one, key: "h", status: .done, nextAt: 2),
        ].map { try writer.insertTask($0) }
      }
      try bench.expect("due", [ids[1], ids[6], ids[0], ids[2]]) { try $0.dueTasks(now: 20, limit: 10).map(\.id) }
      try bench.expect("three of them", [ids[1], ids[6], ids[0]]) { try $0.dueTasks(now: 20, limit: 3).map(\.id) }
      try bench.expect("next", 10) { try $0.nextTask() }
      try bench.setStatus(two.id, .stopped)
      try bench.expect("due of the running", [ids[0], ids[2]]) { try $0.dueTasks(now: 20, limit: 10).map(\.id) }
      try bench.expect("next of the running", 20) { try $0.nextTask() }
      try bench.setStatus(two.id, .running)
      try bench.expect("next again", 10) { try $0.nextTask() }
    },
    StoreGuarantee("a task updated while its family is stopped is due once the family runs") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.task(owner, key: "a", status: .running)
      row.id = try bench.commit { try $0.insertTask(row) }
      try bench.setStatus(owner.id, .stopped)
      (row.status, row.nextAt) = (.ready, 5)
      try bench.commit { try $0.updateTask(row) }
      try bench.expect("stopped", nil) { try $0.nextTask() }
      try bench.setStatus(owner.id, .running)
      try bench.expect("running", [row]) { try $0.dueTasks(now: 5, limit: 10) }
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
  ]

  static let attempts = [
    StoreGuarantee("attempts of a task come by number; each number once") { bench in
      let owner = try bench.family("VLT-1")
      let task = try bench.commit { try $0.insertTask(Sample.task(owner, key: "k")) }
      let rows = [Sample.attempt(task, 1, endedAt: 51), Sample.attempt(task, 2)]
      try bench.commit { writer in for row in rows.reversed() { try writer.insertAttempt(row) } }
      try bench.expect("attempts", rows) { try $0.attempts(of: task) }
      try bench.expectRefusal(.constraint, "the same number") { try $0.insertAttempt(rows[1]) }
      try bench.expectRefusal(.constraint, "no task") {
        try $0.insertAttempt(Sample.attempt(TaskID(rawValue: 12_345), 1))
      }
    },
    StoreGuarantee("an attempt ends once") { bench in
      let owner = try bench.family("VLT-1")
      let task = try bench.commit { try $0.insertTask(Sample.task(owner, key: "k")) }
      try bench.commit { try $0.insertAttempt(Sample.attempt(task, 1)) }
      try bench.expectRefusal(.misuse, "an end without an instant") { try $0.endAttempt(Sample.attempt(task, 1)) }
      var end = Sample.attempt(task, 1, endedAt: 60)
      (end.outcome, end.detail) = ("failed", Sample.json("{\"code\":1}"))
      try bench.commit { try $0.endAttempt(end) }
      try bench.expectRefusal(.conflict, "a second end") { try $0.endAttempt(Sample.attempt(task, 1, endedAt: 61)) }
      try bench.expectRefusal(.conflict, "an end of none") { try $0.endAttempt(Sample.attempt(task, 2, endedAt: 61)) }
      try bench.expect("the first outcome", [end]) { try $0.attempts(of: task) }
    },
    StoreGuarantee("open attempts of all tasks come by task and number") { bench in
      let owner = try bench.family("VLT-1")
      let tasks = try bench.commit { writer in
        try ["a", "b"].map { try writer.insertTask(Sample.task(owner, key: $0)) }
      }
      try bench.commit { writer in
        try writer.insertAttempt(Sample.attempt(tasks[1], 1))
        try writer.insertAttempt(Sample.attempt(tasks[0], 2))
        try writer.insertAttempt(Sample.attempt(tasks[0], 1, endedAt: 5))
        try writer.insertAttempt(Sample.attempt(tasks[0], 3))
      }
      let open = [Sample.attempt(tasks[0], 2), Sample.attempt(tasks[0], 3), Sample.attempt(tasks[1], 1)]
      try bench.expect("open", open) { try $0.openAttempts() }
      try bench.commit { try $0.endAttempt(Sample.attempt(tasks[0], 3, endedAt: 9)) }
      try bench.expect("open after one ended", [open[0], open[2]]) { try $0.openAttempts() }
    },
  ]
}
