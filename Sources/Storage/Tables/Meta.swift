/// Small facts about the store itself: its clock (`clock-mode`, `now`), its epoch, its owner. Keys and values are short
/// text.
public protocol ReadMeta: AnyObject {
  func meta(_ key: String) throws(StoreError) -> String?
}

public protocol WriteMeta: AnyObject {
  func setMeta(_ key: String, _ value: String) throws(StoreError)
  /// Harmless when there is none. The old value leaves the file soon, for it may have been a secret.
  func removeMeta(_ key: String) throws(StoreError)
}
