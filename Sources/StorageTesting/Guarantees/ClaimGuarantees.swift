import Storage

enum ClaimGuarantees {
  static let all = [
    StoreGuarantee("claims overlap as half-open intervals: what ends when another starts leaves it free") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      try bench.commit {
        try $0.putClaim(ClaimRecord(family: one, name: "slot", resource: "ann", from: 100, to: 200))
      }
      let cases: [(from: Int64, to: Int64, count: Int)] = [
        (0, 100, 0), (200, 300, 0), (0, 101, 1), (199, 300, 1), (120, 130, 1), (0, 300, 1), (100, 200, 1),
      ]
      for (from, to, count) in cases {
        try bench.expect("[\(from), \(to))", count) {
          try $0.countClaims(on: "ann", from: from, to: to, excluding: two)
        }
      }
      try bench.expect("of another resource", 0) { try $0.countClaims(on: "bob", from: 0, to: 300, excluding: nil) }
      try bench.expect("excluding its family", 0) { try $0.countClaims(on: "ann", from: 0, to: 300, excluding: one) }
      try bench.expect("excluding nobody", 1) { try $0.countClaims(on: "ann", from: 0, to: 300, excluding: nil) }
    },
    StoreGuarantee("a claim of a name replaces the older one; a removed one is free; removing none is harmless") {
      bench in
      let id = try bench.family("VLT-1").id
      let old = ClaimRecord(family: id, name: "slot", resource: "ann", from: 100, to: 200)
      let new = ClaimRecord(family: id, name: "slot", resource: "bob", from: 300, to: 400)
      let other = ClaimRecord(family: id, name: "quota", resource: "day", from: 0, to: 1)
      try bench.commit { writer in for row in [old, new, other] { try writer.putClaim(row) } }
      try bench.expect("claims by name", [other, new]) { try $0.claims(of: id) }
      try bench.expect("the old time", 0) { try $0.countClaims(on: "ann", from: 0, to: 999, excluding: nil) }
      try bench.commit { writer in
        try writer.removeClaim(family: id, name: "slot")
        try writer.removeClaim(family: id, name: "never held")
      }
      try bench.expect("after removal", [other]) { try $0.claims(of: id) }
    },
    StoreGuarantee("a claim ends after it starts and belongs to a family that exists") { bench in
      let id = try bench.family("VLT-1").id
      try bench.expectRefusal(.constraint, "an empty interval") {
        try $0.putClaim(ClaimRecord(family: id, name: "slot", resource: "ann", from: 5, to: 5))
      }
      try bench.expectRefusal(.constraint, "no family") {
        try $0.putClaim(ClaimRecord(family: Sample.noFamily, name: "slot", resource: "ann", from: 5, to: 6))
      }
    },
  ]
}
