/// Indexed view fields: how lists, searches and webhooks find a family.
public protocol ReadViews: AnyObject {
  /// The indexed values of one family, ascending by field.
  func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)]
  /// Families that have not ended whose indexed field has this value, newest first, only ids below `before` (nil: from
  /// the newest), at most `limit` (1 to 10,000).
  func liveFamilies(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyPin]
  /// As `liveFamilies`, with the states of their running machines.
  func liveStandings(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyStanding]
  /// True if any family, ended or not, has this value in the indexed field.
  func hasFamily(whereView field: String, is value: String) throws(StoreError) -> Bool
}

public protocol WriteViews: AnyObject {
  /// Sets the indexed value of a field of a family; nil removes it. One value a field and family. `constraint` without
  /// the family.
  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError)
}
