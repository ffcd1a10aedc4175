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
          try $0.mostClaims(on: "ann", from: from, to: to, excluding: [two])
        }
      }
      try bench.expect("of another resource", 0) { try $0.mostClaims(on: "bob", from: 0, to: 300, excluding: []) }
      try bench.expect("excluding its family", 0) { try $0.mostClaims(on: "ann", from: 0, to: 300, excluding: [one]) }
      try bench.expect("excluding both", 0) { try $0.mostClaims(on: "ann", from: 0, to: 300, excluding: [one, two]) }
      try bench.expect("excluding nobody", 1) { try $0.mostClaims(on: "ann", from: 0, to: 300, excluding: []) }
    },
    StoreGuarantee("claims are counted as they are held at one moment, not over the whole of a time") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      let held: [(FamilyID, String, StoredInstant, StoredInstant)] = [
        (one, "a", 100, 200), (one, "b", 200, 300), (one, "b#2", 200, 300), (two, "a", 250, 260), (two, "b", 50, 150),
      ]
      try bench.commit { writer in
        for (family, name, from, to) in held {
          try writer.putClaim(ClaimRecord(family: family, name: name, resource: "ann", from: from, to: to))
        }
      }
      let cases: [(from: StoredInstant, to: StoredInstant, FamilyID?, count: Int)] = [
        (0, 400, nil, 3), (0, 200, nil, 2), (150, 200, nil, 1), (150, 201, nil, 2), (200, 250, nil, 2),
        (259, 260, nil, 3), (260, 400, nil, 2), (0, 400, two, 2), (0, 200, two, 1), (0, 400, one, 1),
        (300, 400, nil, 0),
      ]
      for (from, to, family, count) in cases {
        try bench.expect("[\(from), \(to)) without \(family.map { "\($0)" } ?? "nobody")", count) {
          try $0.mostClaims(on: "ann", from: from, to: to, excluding: Set([family].compactMap(\.self)))
        }
      }
    },
    StoreGuarantee("the claims on a resource that overlap a time are listed in the order of their ends") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      let rows = [
        ClaimRecord(family: two, name: "b", resource: "ann", from: 90, to: 100),
        ClaimRecord(family: one, name: "b", resource: "ann", from: 100, to: 200),
        ClaimRecord(family: one, name: "a", resource: "ann", from: 150, to: 200),
        ClaimRecord(family: two, name: "a", resource: "bob", from: 100, to: 200),
      ]
      try bench.commit { writer in for row in rows { try writer.putClaim(row) } }
      try bench.expect("all of the time", [rows[1], rows[2]]) {
        try $0.claims(on: "ann", from: 100, to: 160, limit: 9)
      }
      try bench.expect("the first", [rows[0]]) { try $0.claims(on: "ann", from: 0, to: 900, limit: 1) }
      try bench.expect("after them", []) { try $0.claims(on: "ann", from: 200, to: 900, limit: 9) }
    },
    StoreGuarantee("a claim of a name replaces the older one; a removed one is free; removing none is harmless") {
      bench in
      let id = try bench.family("VLT-1").id
      let old = ClaimRecord(family: id, name: "slot", resource: "ann", from: 100, to: 200)
      let new = ClaimRecord(family: id, name: "slot", resource: "bob", from: 300, to: 400)
      let other = ClaimRecord(family: id, name: "quota", resource: "day", from: 0, to: 1)
      try bench.commit { writer in for row in [old, new, other] { try writer.putClaim(row) } }
      try bench.expect("claims by name", [other, new]) { try $0.claims(of: id) }
      try bench.expect("the old time", 0) { try $0.mostClaims(on: "ann", from: 0, to: 999, excluding: []) }
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
