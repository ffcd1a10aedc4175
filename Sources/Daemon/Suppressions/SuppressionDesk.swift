import Control
import Executors
import Storage

/// The suppression list as operators see and change it.
struct SuppressionDesk: Sendable {
  let records: SuppressionRecords
  let store: StoreReads

  func list(_ request: ListSuppressions) async throws(ControlFailure) -> Page<SuppressionSummary> {
    let (size, after) = (request.limit.items, request.after?.string)
    var (items, last): ([SuppressionSummary], String?) = ([], after)
    while items.count < size {
      let place = last
      let page = try await store.query { reader throws(StoreError) in
        var rows: [(StoredRecord, RecordLogEntry?)] = []
        for record in try reader.records(of: SuppressionRecords.kind, after: place, limit: size) {
          rows.append((record, try reader.log(ofRecord: record.id, kind: record.kind).last))
        }
        return rows
      }
      for (record, log) in page {
        last = record.id
        guard let entry = SuppressionEntry(record), let found = entry.suppression else { continue }
        items.append(
          SuppressionSummary(
            digest: record.id, channel: entry.channel.rawValue, scope: found.scope.rawValue, reason: found.reason,
            since: StoredJSON.instant(record.at), by: log?.actor ?? ""))
        if items.count == size { return Page(items, next: last) }
      }
      if page.count < size { break }
    }
    return Page(items, next: nil)
  }

  func run(_ request: AddSuppression, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let suppression = Suppression(
      scope: request.marketing == true ? .marketing : .all, reason: "operator")
    return try await change(request.channel, request.address, to: suppression, caller)
  }

  func run(_ request: RemoveSuppression, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    try await change(request.channel, request.address, to: nil, caller)
  }

  private func change(
    _ channel: ContactChannel?, _ address: ShortText, to suppression: Suppression?, _ caller: Caller
  ) async throws(ControlFailure) -> ActResult {
    try OperatorActs.refuseDryRun(caller)
    let channel: Contact.Channel = channel == .sms ? .sms : .mail
    guard let contact = Contact(channel, address.string) else {
      throw ControlFailure(
        status: 422, code: "wrong_data",
        message: channel == .mail
          ? "that is no mail address; expected is one such as anna@example.com"
          : "that is no telephone number; expected is one such as +4930123456")
    }
    let change = await records.change(
      contact, to: suppression, cause: "control/\(caller.key ?? "")", actor: "uid \(caller.peer.uid)",
      reason: caller.reason ?? "")
    switch change {
    case .changed:
      return ActResult(
        verdict: "kept", text: suppression == nil ? "the address is written to again" : "the address is suppressed")
    case .kept:
      return ActResult(
        verdict: "kept",
        text: suppression == nil
          ? "nothing has changed: the address is not suppressed" : "nothing has changed: the address is suppressed")
    case .notStored:
      throw ControlFailure(
        status: 503, code: "store_unavailable", message: "the store takes no writes at present; nothing was done",
        hint: "try again with the same --key")
    }
  }
}
