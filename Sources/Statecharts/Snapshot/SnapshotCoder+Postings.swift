internal import CEL

extension SnapshotCoder {
  /// Encodes postings as `[from, to, amount]` with the accounts' names.
  func encode(_ postings: [Posting]) -> Value {
    .list(
      postings.map {
        .list([.string(bundle.accounts[$0.from].name), .string(bundle.accounts[$0.to].name), .int($0.amount)])
      })
  }

  /// Decodes postings that `encode` wrote; empty if there is no list.
  func postings(_ json: Value?) throws(SnapshotError) -> [Posting] {
    var result: [Posting] = []
    for part in json?.listValue ?? [] {
      let fields = part.listValue ?? []
      guard fields.count == 3, let from = bundle.accounts.firstIndex(where: { $0.name == fields[0].stringValue }),
        let to = bundle.accounts.firstIndex(where: { $0.name == fields[1].stringValue }),
        let amount = fields[2].intValue
      else { throw SnapshotError("a posting is not [account, account, amount] with accounts of this bundle") }
      result.append(Posting(from: from, to: to, amount: amount))
    }
    return result
  }
}
