internal import CEL
internal import Statecharts
internal import Storage

/// Compares the indexed view values, by which lists and webhooks find a family, with the replay.
struct ViewCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(_ rows: [(field: String, value: String)], _ values: [Value]) {
    var expected: [String: String] = [:]
    for (field, definition) in bundle.viewFields.enumerated()
    where definition.index != .no && values[field] != .null {
      expected[definition.name] = Interpolation.display(values[field])
    }
    for row in rows {
      guard let value = expected.removeValue(forKey: row.field) else {
        report.add("view-differs", "views has '\(row.field)', which has no value")
        continue
      }
      if value != row.value { report.add("view-differs", "views.\(row.field) is '\(row.value)', not '\(value)'") }
    }
    for field in expected.keys.sorted() { report.add("view-differs", "views has no row for '\(field)'") }
  }
}
