import Storage

enum TimerGuarantees {
  static let all = [
    StoreGuarantee("due timers come by due, instance and name, only those that are due, within the limit") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      let rows = [
        Sample.timer(one, "z", due: 5), Sample.timer(one, "a", due: 10), Sample.timer(one, "b", due: 10),
        Sample.timer(two, "a", due: 10),
      ]
      try bench.commit { writer in
        for row in rows.reversed() { try writer.putTimer(row) }
        try writer.putTimer(Sample.timer(two, "later", due: 11))
      }
      try bench.expect("due", rows) { try $0.dueTimers(now: 10, limit: 100) }
      try bench.expect("two of them", Array(rows[..<2])) { try $0.dueTimers(now: 10, limit: 2) }
      try bench.expect("none yet", []) { try $0.dueTimers(now: 4, limit: 100) }
      try bench.expect("limit 0", []) { try $0.dueTimers(now: 10, limit: 0) }
      try bench.expect("next", 5) { try $0.nextTimer() }
      try bench.expect("of a family", [rows[3], Sample.timer(two, "later", due: 11)]) { try $0.timers(of: two.id) }
    },
    StoreGuarantee("a timer that is moved leaves its old row; the generation is the new one") { bench in
      let owner = try bench.family("VLT-1")
      try bench.commit { try $0.putTimer(Sample.timer(owner, "t", due: 5)) }
      let moved = Sample.timer(owner, "t", due: 50, generation: 2)
      try bench.commit { try $0.putTimer(moved) }
      try bench.expect("at the old instant", []) { try $0.dueTimers(now: 49, limit: 10) }
      try bench.expect("at the new one", [moved]) { try $0.dueTimers(now: 50, limit: 10) }
      try bench.expect("of the family", [moved]) { try $0.timers(of: owner.id) }
    },
    StoreGuarantee("a timer armed again for the same instant has the new generation") { bench in
      let owner = try bench.family("VLT-1")
      try bench.commit { try $0.putTimer(Sample.timer(owner, "t", due: 5)) }
      try bench.commit { try $0.putTimer(Sample.timer(owner, "t", due: 5, generation: 2)) }
      try bench.expect("timer", [Sample.timer(owner, "t", due: 5, generation: 2)]) { try $0.timers(of: owner.id) }
    },
    StoreGuarantee("a removed timer is gone; removing none is harmless") { bench in
      let owner = try bench.family("VLT-1")
      try bench.commit { try $0.putTimer(Sample.timer(owner, "t", due: 5)) }
      try bench.commit { writer in
        try writer.removeTimer(instance: owner.instance, name: "t")
        try writer.removeTimer(instance: owner.instance, name: "never armed")
      }
      try bench.expect("timers", []) { try $0.dueTimers(now: 100, limit: 10) }
      try bench.expect("next", nil) { try $0.nextTimer() }
    },
    StoreGuarantee("timers of families that do not run are not due, but wait and are listed") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      let rows = [
        Sample.timer(one, "a", due: 5), Sample.timer(two, "a", due: 7), Sample.timer(one, "b", due: 9),
        Sample.timer(two, "b", due: 9),
      ]
      try bench.commit { writer in for row in rows { try writer.putTimer(row) } }
      try bench.setStatus(one.id, .stopped)
      try bench.expect("due", [rows[1], rows[3]]) { try $0.dueTimers(now: 10, limit: 10) }
      try bench.expect("next", 7) { try $0.nextTimer() }
      try bench.expect("listed", rows) { try $0.timers(dueBefore: 10, limit: 10) }
      try bench.expect("three listed", Array(rows[..<3])) { try $0.timers(dueBefore: 10, limit: 3) }
      try bench.expect("listed before 9", Array(rows[..<2])) { try $0.timers(dueBefore: 9, limit: 10) }
      try bench.commit { try $0.putTimer(Sample.timer(one, "c", due: 1)) }
      try bench.expect("armed while stopped", 7) { try $0.nextTimer() }
      try bench.setStatus(one.id, .running)
      try bench.expect("due again", [Sample.timer(one, "c", due: 1)] + rows) { try $0.dueTimers(now: 10, limit: 10) }
      try bench.setStatus(one.id, .ended)
      try bench.expect("after the end", [rows[1], rows[3]]) { try $0.dueTimers(now: 10, limit: 10) }
    },
    StoreGuarantee("a timer belongs to an instance of its family") { bench in
      let (one, two) = (try bench.family("VLT-1"), try bench.family("VLT-2"))
      try bench.expectRefusal(.constraint, "another family's instance") {
        try $0.putTimer(Sample.timer((one.id, two.instance), "t", due: 1))
      }
      try bench.expectRefusal(.constraint, "no family") {
        try $0.putTimer(Sample.timer((Sample.noFamily, one.instance), "t", due: 1))
      }
    },
  ]
}
