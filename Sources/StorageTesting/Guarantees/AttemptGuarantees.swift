import Storage

enum AttemptGuarantees {
  static let all = [
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
      for (number, expected) in [(1, nil), (2, open[0]), (3, open[1]), (4, nil)] as [(Int64, AttemptRecord?)] {
        try bench.expect("open \(number)", expected) { try $0.openAttempt(of: tasks[0], number: number)?.attempt }
      }
      try bench.expect("its family", owner.id) { try $0.openAttempt(of: tasks[0], number: 3)?.family }
      try bench.commit { try $0.endAttempt(Sample.attempt(tasks[0], 3, endedAt: 9)) }
      try bench.expect("open after one ended", [open[0], open[2]]) { try $0.openAttempts() }
    },
  ]
}
