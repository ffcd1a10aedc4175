/// A share of a resource that one family holds over an interval, such as a consultant's time or a day's quota.
public struct ClaimRecord: Hashable, Sendable {
  /// The family that holds the claim.
  public var family: FamilyID
  /// The claim's name in the definition (`slot`). A family has one row for each name.
  public var name: String
  /// The name of the resource, for example of a consultant's calendar.
  public var resource: String
  /// The start of the half-open interval [from, to).
  public var from: StoredInstant
  /// The end of the interval, exclusive; above `from`.
  public var to: StoredInstant

  /// - Parameter to: exclusive; above `from`.
  public init(family: FamilyID, name: String, resource: String, from: StoredInstant, to: StoredInstant) {
    self.family = family
    self.name = name
    self.resource = resource
    self.from = from
    self.to = to
  }
}

/// Reads claims.
public protocol ReadClaims: AnyObject {
  /// Returns the largest number of claims on the resource that families hold at one moment of [from, to), without those
  /// of the excluded ones.
  func mostClaims(
    on resource: String, from: StoredInstant, to: StoredInstant, excluding families: Set<FamilyID>
  ) throws(StoreError) -> Int
  /// Returns the claims on the resource that overlap [from, to), in ascending order of (end, start, family, name).
  ///
  /// - Parameter limit: 1 to `StoreLimits.rows`.
  func claims(
    on resource: String, from: StoredInstant, to: StoredInstant, limit: Int
  ) throws(StoreError) -> [ClaimRecord]
  /// Returns a family's claims in ascending order of name.
  func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord]
}

/// Writes claims.
public protocol WriteClaims: AnyObject {
  /// Sets the claim (family, name) and replaces an older one. The store does not check whether the resource is free;
  /// the engine does so first, in the same transaction. Throws `constraint` unless from < to and the family exists.
  func putClaim(_ record: ClaimRecord) throws(StoreError)
  /// Removes the claim (family, name). Does nothing if there is none.
  func removeClaim(family: FamilyID, name: String) throws(StoreError)
}
