/// Small facts about the store itself: its clock (`clock-mode`, `now`), its epoch, its owner. Keys and values are short
/// text.
public protocol ReadMeta: AnyObject {
  func meta(_ key: String) throws(StoreError) -> String?
}

public protocol WriteMeta: AnyObject {
  func setMeta(_ key: String, _ value: String) throws(StoreError)
}
