import CEL
import CivilTime
import Storage

/// Columns of the store as values, for readers who show what is there: a column that cannot be read shows as null.
enum StoredJSON {
  static func value(_ bytes: [UInt8]) -> Value {
    guard !bytes.isEmpty else { return .null }
    do {
      return try JSON.parse(bytes)
    } catch {
      return .null
    }
  }

  /// Every instant that the engine writes is within the calendar.
  static func instant(_ stored: StoredInstant) -> Instant { Instant(microseconds: stored) ?? .epoch }
}
