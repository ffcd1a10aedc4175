import CEL
import Storage

/// The view of a family, read from committed rows only.
enum FamilyView {
  /// The view fields of all machines together; of a machine's incarnations the latest counts.
  static func fields(of family: FamilyRecord, _ reader: any StoreReader) throws(StoreError) -> ValueMap {
    var view = ValueMap()
    for instance in try reader.instances(of: family.id) {
      for entry in StoredJSON.value(instance.view).mapValue?.entries ?? [] {
        view[entry.key.stringValue ?? ""] = entry.value
      }
    }
    return view
  }

  /// The view that the public API shows.
  ///
  /// - Parameter fields: the fields that the reader may see.
  static func open(
    _ family: FamilyRecord, _ fields: Set<String>, _ reader: any StoreReader
  ) throws(StoreError) -> Value {
    let visible = try self.fields(of: family, reader).entries.filter { fields.contains($0.key.stringValue ?? "") }
    return .map(
      ValueMap([
        ("reference", .string(family.key)),
        ("view", .map(ValueMap(visible.map { ($0.key.stringValue ?? "", $0.value) }))),
        ("created", .timestamp(StoredJSON.instant(family.createdAt))),
        ("updated", .timestamp(StoredJSON.instant(family.updatedAt))),
      ]))
  }
}
