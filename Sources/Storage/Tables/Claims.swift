/// A share of a resource that one family holds over an interval: a consultant's time, a day's quota.
public struct ClaimRecord: Hashable, Sendable {
  public var family: FamilyID
  /// The claim's name in the definition (`slot`); one row for (family, name).
  public var name: String
  public var resource: String
  /// Half-open interval [from, to).
  public var from: StoredInstant
  public var to: StoredInstant

  public init(family: FamilyID, name: String, resource: String, from: StoredInstant, to: StoredInstant) {
    self.family = family
    self.name = name
    self.resource = resource
    self.from = from
    self.to = to
  }
}

public protocol ReadClaims: AnyObject {
  /// How many claims of other families overlap [from, to) of the resource.
  func countClaims(
    on resource: String, from: StoredInstant, to: StoredInstant, excluding family: FamilyID?
  ) throws(StoreError) -> Int
  /// Ascending by name.
  func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord]
}

public protocol WriteClaims: AnyObject {
  /// Sets the claim (family, name), replacing an older one. Whether it is free the engine asked before, in the same
  /// transaction. `constraint` unless from < to and the family exists.
  func putClaim(_ record: ClaimRecord) throws(StoreError)
  /// Harmless when there is none.
  func removeClaim(family: FamilyID, name: String) throws(StoreError)
}
