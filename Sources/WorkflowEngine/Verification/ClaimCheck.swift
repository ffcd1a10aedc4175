internal import Statecharts
internal import Storage

/// Compares the claims in the store with those that the family holds.
struct ClaimCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(_ rows: [ClaimRecord], _ family: FamilySnapshot, _ id: FamilyID) {
    let expected = family.claims.flatMap { claim in
      ClaimLedger.rows(of: claim, named: bundle.claims[claim.claim].name, family: id)
    }
    for claim in expected where !rows.contains(claim) {
      report.add("claim-lost", "'\(claim.name)' on \(claim.resource) is held, and has no such row")
    }
    for claim in rows where !expected.contains(claim) {
      report.add("claim-orphaned", "'\(claim.name)' on \(claim.resource) has a row, and is not held so")
    }
  }
}
