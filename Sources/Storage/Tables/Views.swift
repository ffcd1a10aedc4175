/// Reads indexed view fields, by which lists, searches and webhooks find a family.
public protocol ReadViews: AnyObject {
  /// Returns the indexed values of one family in ascending order of field.
  func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)]
  /// Returns families that have not ended and whose indexed field has this value, newest first.
  ///
  /// - Parameters:
  ///   - before: exclusive; nil starts from the newest.
  ///   - limit: 1 to 10,000.
  func liveFamilies(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyPin]
  /// Returns the same families as `liveFamilies`, with the states of their running machines.
  func liveStandings(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyStanding]
  /// True if any family, ended or not, has this value in the indexed field.
  func hasFamily(whereView field: String, is value: String) throws(StoreError) -> Bool
}

/// Writes indexed view fields.
public protocol WriteViews: AnyObject {
  /// Sets the family's value of an indexed field, of which there is one; nil removes it. Throws `constraint` if the
  /// family does not exist.
  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError)
}
