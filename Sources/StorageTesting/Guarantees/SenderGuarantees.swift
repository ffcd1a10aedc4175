import Storage

/// The guarantees about origins and counts of events.
enum SenderGuarantees {
  static let all = [
    StoreGuarantee("a family's origin is set once") { bench in
      let id = try bench.family("VLT-1").id
      try bench.expect("unset", nil) { try $0.origin(of: id) }
      try bench.commit { try $0.setOrigin("api:website", of: id) }
      try bench.expect("set", "api:website") { try $0.origin(of: id) }
      try bench.expectRefusal(.constraint, "another") { try $0.setOrigin("api:other", of: id) }
      try bench.expectRefusal(.constraint, "no family") { try $0.setOrigin("api", of: Sample.noFamily) }
    },
    StoreGuarantee("events are counted by family, role and verdict, with the time of the last") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      try bench.expect("none", []) { try $0.eventCounts(of: one) }
      for at in [5, 7, 6] as [StoredInstant] {
        try bench.commit { try $0.countEvent(of: one, role: "client", verdict: "ignored", at: at) }
      }
      try bench.commit { writer in
        try writer.countEvent(of: one, role: "client", verdict: "handled", at: 8)
        try writer.countEvent(of: one, role: "Z", verdict: "handled", at: 9)
        try writer.countEvent(of: two, role: "client", verdict: "ignored", at: 10)
      }
      try bench.expect(
        "counts in order",
        [
          EventCount(role: "Z", verdict: "handled", count: 1, lastAt: 9),
          EventCount(role: "client", verdict: "handled", count: 1, lastAt: 8),
          EventCount(role: "client", verdict: "ignored", count: 3, lastAt: 6),
        ]
      ) { try $0.eventCounts(of: one) }
      try bench.expectRefusal(.constraint, "no family") {
        try $0.countEvent(of: Sample.noFamily, role: "client", verdict: "ignored", at: 1)
      }
    },
  ]
}
