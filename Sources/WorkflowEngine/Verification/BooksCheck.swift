internal import Statecharts
internal import Storage

/// Compares each posting, and the balances to which the postings add up, with the replay.
struct BooksCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(
    _ records: [PostingRecord], _ posted: [FamilyReplay.PostedAmount], _ family: FamilySnapshot, _ id: FamilyID
  ) {
    let expected = posted.map { amount in
      PostingRecord(
        family: id, sequence: amount.sequence, position: amount.position, id: amount.id,
        debit: bundle.accounts[amount.posting.from].name, credit: bundle.accounts[amount.posting.to].name,
        amount: amount.posting.amount, currency: amount.currency, at: amount.at)
    }
    if records != expected {
      let kept = Set(records)
      let wanted = Set(expected)
      for row in expected where !kept.contains(row) {
        report.add("posting-lost", "\(text(row)) is in the history and not in the books")
      }
      for row in records where !wanted.contains(row) {
        report.add("posting-orphaned", "\(text(row)) is in the books and not in the history")
      }
    }
    addUp(records, family)
  }

  private func addUp(_ records: [PostingRecord], _ family: FamilySnapshot) {
    var balances = Array(repeating: Int64(0), count: bundle.accounts.count)
    for posting in records {
      guard let from = bundle.accounts.firstIndex(where: { $0.name == posting.debit }),
        let to = bundle.accounts.firstIndex(where: { $0.name == posting.credit })
      else { continue }
      // The rows of a file that somebody edited may hold any amount, so the sums wrap.
      balances[from] &-= posting.amount
      balances[to] &+= posting.amount
    }
    if balances != family.balances { report.add("books-differ", "the postings do not add up to the balances") }
    if family.balances.reduce(0, &+) != 0 { report.add("books-unbalanced", "the balances do not add up to zero") }
  }

  private func text(_ row: PostingRecord) -> String {
    "posting \(row.sequence)/\(row.position) '\(row.id)' of \(row.amount) \(row.currency), \(row.debit) to \(row.credit),"
  }
}
