internal import Statecharts
internal import Storage

/// Claims in the store: one row for each unit of the resource that a family takes, the first under the claim's own name.
extension Engine {
  func put(_ claim: HeldClaim, of family: LoadedFamily) throws(StoreError) {
    let name = family.bundle.claims[claim.claim].name
    try release(name, beyond: claim.amount, of: family)
    for unit in 1...max(1, claim.amount) {
      try store.putClaim(
        ClaimRecord(
          family: family.record.id, name: Self.row(name, unit), resource: claim.resource,
          from: claim.from.map(stored) ?? 0, to: claim.to.map(stored) ?? .max))
    }
  }

  /// Gives back all but so many units.
  func release(_ name: String, beyond amount: Int64, of family: LoadedFamily) throws(StoreError) {
    if amount == 0 { try store.removeClaim(family: family.record.id, name: name) }
    for row in try store.claims(of: family.record.id) where row.name.hasPrefix("\(name)#") {
      if let unit = Int64(row.name.dropFirst(name.count + 1)), unit <= amount { continue }
      try store.removeClaim(family: family.record.id, name: row.name)
    }
  }

  private static func row(_ name: String, _ unit: Int64) -> String { unit == 1 ? name : "\(name)#\(unit)" }
}
