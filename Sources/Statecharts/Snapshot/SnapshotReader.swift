internal import CEL
internal import CivilTime

/// Reads the fields of a stored JSON object by type.
struct SnapshotReader {
  let json: Value

  init(_ json: Value) { self.json = json }

  subscript(key: String) -> Value { json[key] ?? .null }

  func list(_ key: String) -> [Value] { self[key].listValue ?? [] }

  func string(_ key: String) throws(SnapshotError) -> String {
    guard let text = self[key].stringValue else { throw SnapshotError("'\(key)' is not text") }
    return text
  }

  func int(_ key: String) throws(SnapshotError) -> Int64 {
    guard let number = self[key].intValue else { throw SnapshotError("'\(key)' is not a whole number") }
    return number
  }

  func instant(_ key: String) throws(SnapshotError) -> Instant {
    guard let instant = try optionalInstant(key) else { throw SnapshotError("'\(key)' is not a timestamp") }
    return instant
  }

  func optionalInstant(_ key: String) throws(SnapshotError) -> Instant? {
    switch self[key] {
    case .null: return nil
    case .timestamp(let instant): return instant
    case .string(let text):
      do {
        return try Instant.parse(text)
      } catch {
        throw SnapshotError("'\(key)' is not a timestamp")
      }
    default: throw SnapshotError("'\(key)' is not a timestamp")
    }
  }
}
