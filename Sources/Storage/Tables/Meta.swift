/// Reads small facts about the store itself: its clock (`clock-mode`, `now`), its epoch, its owner. Keys and values are
/// short texts.
public protocol ReadMeta: AnyObject {
  /// Returns the value of a key; nil if it was never set or was removed.
  func meta(_ key: String) throws(StoreError) -> String?
}

/// Writes small facts about the store itself.
public protocol WriteMeta: AnyObject {
  /// Sets the value of a key and replaces an older one.
  func setMeta(_ key: String, _ value: String) throws(StoreError)
  /// Removes a key. Does nothing if there is none. The old value is overwritten in the file soon, because it may have
  /// been a secret.
  func removeMeta(_ key: String) throws(StoreError)
}
