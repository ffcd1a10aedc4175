import Storage

enum BasicGuarantees {
  /// The guarantees about meta, persons and capabilities.
  static let all = [
    StoreGuarantee("a fact about the store is set, replaced and read") { bench in
      try bench.expect("unset", nil) { try $0.meta("now") }
      try bench.commit { try $0.setMeta("now", "1") }
      try bench.commit { writer in
        try writer.setMeta("now", "2")
        try writer.setMeta("empty", "")
      }
      try bench.expect("now", "2") { try $0.meta("now") }
      try bench.expect("empty", "") { try $0.meta("empty") }
    },
    StoreGuarantee("personal data is put, replaced, erased; erased data reads as none") { bench in
      let id = try bench.family("VLT-1").id
      try bench.commit { try $0.erasePerson(of: id, at: 1) }
      try bench.expect("none", nil) { try $0.person(of: id) }
      try bench.commit { try $0.putPerson(of: id, data: Sample.json("{\"client.email\":\"a@b\"}")) }
      try bench.commit { try $0.putPerson(of: id, data: Sample.json("{}")) }
      try bench.expect("replaced", Sample.json("{}")) { try $0.person(of: id) }
      try bench.commit { try $0.erasePerson(of: id, at: 2) }
      try bench.expect("erased", nil) { try $0.person(of: id) }
      try bench.expectRefusal(.constraint, "no family") { try $0.putPerson(of: Sample.noFamily, data: []) }
    },
    StoreGuarantee("capabilities are found by their family; each is there once and has 32 bytes") { bench in
      let id = try bench.family("VLT-1").id
      let row = CapabilityRecord(hash: Sample.hash(7), family: id, role: "client")
      try bench.commit { try $0.insertCapability(row) }
      let other = try bench.family("VLT-2").id
      let second = CapabilityRecord(hash: Sample.hash(5), family: id, role: "consultant")
      let others = CapabilityRecord(hash: Sample.hash(7), family: other, role: "client")
      try bench.commit { writer in for row in [others, second] { try writer.insertCapability(row) } }
      try bench.expect("by role", [row, second]) { try $0.capabilities(of: id) }
      try bench.expect("of the other", [others]) { try $0.capabilities(of: other) }
      try bench.expect("unknown", []) { try $0.capabilities(of: Sample.noFamily) }
      try bench.expectRefusal(.constraint, "the same one") { try $0.insertCapability(row) }
      for bad in [
        CapabilityRecord(hash: Sample.hash(9, 16), family: id, role: "client"),
        CapabilityRecord(hash: Sample.hash(9), family: Sample.noFamily, role: "client"),
      ] {
        try bench.expectRefusal(.constraint, "\(bad)") { try $0.insertCapability(bad) }
      }
    },
    StoreGuarantee("bytes and text come back byte by byte: empty, zero bytes, what is no UTF-8, long") { bench in
      let long = Array(repeating: UInt8(0x78), count: 200_000)
      for (number, bytes) in [[], [0], [0x61, 0, 0x62], [0xFF, 0xFE, 0xC3], long].enumerated() {
        let id = try bench.family("VLT-\(number)").id
        try bench.commit { try $0.putPerson(of: id, data: bytes) }
        try bench.expect("\(bytes.count) bytes", bytes) { try $0.person(of: id) }
      }
      for (key, text) in ["a": "", "b": "x\0y", "c": "e\u{301}", "d": "\u{1F4B6}"].sorted(by: { $0.key < $1.key }) {
        try bench.commit { try $0.setMeta(key, text) }
        try bench.expect("text \(key)", Array(text.utf8)) { try $0.meta(key).map { Array($0.utf8) } }
      }
    },
    StoreGuarantee("numbers keep 64 bits") { bench in
      let owner = try bench.family("VLT-1")
      let rows = [Int64.min, -1, 0, Int64.max].map { Sample.timer(owner, "\($0)", due: $0, generation: $0) }
      try bench.commit { writer in for row in rows { try writer.putTimer(row) } }
      try bench.expect("timers", rows) { try $0.timers(of: owner.id) }
    },
  ]

  static let definitions = [
    StoreGuarantee("a bundle reads back with its files by path, and putting it again is harmless") { bench in
      let files = ["b.yaml", "a/z.yaml", "a.yaml"].map { BundleRecord.File(path: $0, source: Sample.json("# \($0)")) }
      let bundle = BundleRecord(hash: "h", deployedAt: 5, files: files)
      try bench.commit { try $0.putBundle(bundle) }
      try bench.commit { try $0.putBundle(BundleRecord(hash: "h", deployedAt: 9, files: [])) }
      try bench.expect("bundle", BundleRecord(hash: "h", deployedAt: 5, files: [files[2], files[1], files[0]])) {
        try $0.bundle("h")
      }
      try bench.expect("unknown", nil) { try $0.bundle("i") }
    },
    StoreGuarantee("bundles are listed by time with the families that have not ended") { bench in
      try bench.commit { writer in
        try writer.putBundle(Sample.bundle("z", at: 5))
        try writer.putBundle(Sample.bundle("y", at: 5))
        try writer.putBundle(Sample.bundle("a", at: 9))
        for (key, status) in [("1", FamilyRecord.Status.running), ("2", .stopped), ("3", .ended)] {
          _ = try writer.insertFamily(Sample.family(key, bundle: "z", status: status))
        }
      }
      try bench.expect("bundles", ["bundle 1 0", "y 5 0", "z 5 2", "a 9 0"]) {
        try $0.bundles().map { "\($0.hash) \($0.deployedAt) \($0.families)" }
      }
    },
    StoreGuarantee("a bundle with one path twice is refused whole") { bench in
      let file = BundleRecord.File(path: "a", source: [])
      try bench.commit { writer in
        try expectError(.constraint, "a path twice") {
          try writer.putBundle(BundleRecord(hash: "h", deployedAt: 1, files: [file, file]))
        }
      }
      try bench.expect("bundle", nil) { try $0.bundle("h") }
    },
  ]
}
