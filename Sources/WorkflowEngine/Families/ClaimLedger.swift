internal import CivilTime
internal import Statecharts
internal import Storage

/// Keeps claims in the store, one row for each unit of the resource that a family holds. The first row has the claim's
/// own name.
struct ClaimLedger {
  let context: TurnContext

  /// Returns the first claim among the effects that would exceed its limit at some moment because of other families;
  /// nil if all can be had.
  func firstRefused(of effects: [Effect], for family: FamilyID?) throws(FamilyFault) -> HeldClaim? {
    for case .claim(let claim) in effects {
      let held = try stored { () throws(StoreError) in
        let yielding = try yielding(to: claim)
        return try context.store.mostClaims(
          on: claim.resource, from: Self.start(claim), to: Self.end(claim),
          excluding: Set([family, yielding].compactMap(\.self)))
      }
      if Int64(held) + claim.amount > claim.limit { return claim }
    }
    return nil
  }

  /// Returns the family whose place a claim takes; nil if it names none, or one whose claims on the resource do not all
  /// yield. So nobody takes the place of a family that has not said that it may be taken.
  private func yielding(to claim: HeldClaim) throws(StoreError) -> FamilyID? {
    guard let key = claim.except, let other = try context.families.load(key: key).family else { return nil }
    let held = other.snapshot.claims.filter { $0.resource == claim.resource }
    return held.allSatisfy { other.bundle.claims[$0.claim].yields } ? other.id : nil
  }

  func put(_ claim: HeldClaim, of family: LoadedFamily) throws(StoreError) {
    let name = family.bundle.claims[claim.claim].name
    try release(name, beyond: claim.amount, of: family.id)
    for row in Self.rows(of: claim, named: name, family: family.id) { try context.store.putClaim(row) }
  }

  /// The rows of a held claim.
  static func rows(of claim: HeldClaim, named name: String, family: FamilyID) -> [ClaimRecord] {
    (1...max(1, claim.amount)).map { unit in
      ClaimRecord(
        family: family, name: unit == 1 ? name : "\(name)#\(unit)", resource: claim.resource, from: start(claim),
        to: end(claim))
    }
  }

  /// Releases all units of a claim beyond `amount`.
  func release(_ name: String, beyond amount: Int64, of family: FamilyID) throws(StoreError) {
    if amount == 0 { try context.store.removeClaim(family: family, name: name) }
    for row in try context.store.claims(of: family) where row.name.hasPrefix("\(name)#") {
      if let unit = Int64(row.name.dropFirst(name.count + 1)), unit <= amount { continue }
      try context.store.removeClaim(family: family, name: row.name)
    }
  }

  private static func start(_ claim: HeldClaim) -> StoredInstant { claim.from?.microsecondsRoundedUp ?? 0 }

  private static func end(_ claim: HeldClaim) -> StoredInstant { claim.to?.microsecondsRoundedUp ?? .max }
}
