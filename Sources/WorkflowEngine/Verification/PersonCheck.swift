internal import CEL
internal import Storage

/// Checks references to personal data: in a family that was not erased, each has to lead to a field of the person.
struct PersonCheck {
  let reader: any StoreReader
  let report: FindingList

  func compare(
    _ record: FamilyRecord, _ instances: [InstanceRecord], isErased: Bool
  ) throws(StoreError) {
    let data = try reader.person(of: record.id)
    let person = data.map { JSONText($0).value ?? .null }
    if let person, person.mapValue == nil {
      return report.add("person-unreadable", "its personal data is not an object")
    }
    guard !isErased else { return }
    var paths: Set<String> = []
    for text in [record.start, record.body] + instances.map(\.snapshot) {
      collect(JSONText(text).value ?? .null, &paths)
    }
    let missing = paths.filter { person?[$0] == nil }.sorted()
    if !missing.isEmpty {
      report.add("person-lost", "nothing was erased, and \(missing.joined(separator: ", ")) is not there")
    }
  }

  private func collect(_ value: Value, _ paths: inout Set<String>) {
    switch value {
    case .map(let map):
      if map.count == 1, let path = map[PersonalData.marker]?.stringValue {
        paths.insert(path)
      } else {
        for entry in map.entries { collect(entry.value, &paths) }
      }
    case .list(let items): for item in items { collect(item, &paths) }
    default: break
    }
  }
}
