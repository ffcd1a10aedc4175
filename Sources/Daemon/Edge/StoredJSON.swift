import CEL
import CivilTime
import Storage

/// Reads the store's columns as values for display; a column that cannot be read becomes null.
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
