/// Indexed view fields: how lists, searches and webhooks find a family.
public protocol ReadViews: AnyObject {
  /// Families whose indexed field has this value, ascending, at most `limit` (1 to 10,000).
  func families(whereView field: String, is value: String, limit: Int) throws(StoreError) -> [FamilyID]
  /// How many families have each value of an indexed field, ascending by value.
  func countFamilies(byView field: String) throws(StoreError) -> [(value: String, count: Int64)]
}

public protocol WriteViews: AnyObject {
  /// Sets the indexed value of a field of a family; nil removes it. One value a field and family. `constraint` without
  /// the family.
  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError)
}
