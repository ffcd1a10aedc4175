import CEL
import CivilTime
import EngineMessages
import Marketplace
import Storage

/// Invoices in the store, as records of three kinds: the document under its number, the number under the booking and
/// its step, and the last number of a series. A new document is one change of all three, guarded by their versions: so a
/// number is given with its document or not at all, to one document, and a step of a booking has one document.
enum InvoiceRecords {
  /// The kind of documents; the id is the number.
  static let kind = "invoice"
  /// The kind that leads from a booking to its documents; the id is the reference and the step.
  static let ofBooking = "invoice_of"
  /// The kind of series; the id is the name.
  static let seriesKind = "invoice_series"

  /// The most documents of one booking that are read.
  private static let most = 200

  /// The documents of a booking, in the order of their steps.
  static func documents(of reference: String, _ reader: any StoreReader) throws(StoreError) -> [Invoice] {
    let prefix = "\(reference)/"
    var found: [Invoice] = []
    for record in try reader.records(of: ofBooking, after: prefix, limit: most) {
      guard record.id.hasPrefix(prefix) else { break }
      guard let number = StoredJSON.value(record.body)["number"]?.stringValue,
        let stored = try reader.record(kind: kind, id: number),
        let document = Invoice(record: StoredJSON.value(stored.body))
      else { continue }
      found.append(document)
    }
    return found
  }

  /// The number of invoices that were kept since a time, of the newest 500 of each series: the meetings that were paid.
  static func issued(since time: Instant, _ reader: any StoreReader) throws(StoreError) -> Int {
    let limit: Int64 = 500
    var count = 0
    for record in try reader.records(of: seriesKind, after: nil, limit: most) {
      guard record.at >= time.microsecondsRoundedUp,
        let last = StoredJSON.value(record.body)["last"]?.intValue
      else { continue }
      let first = InvoiceSeries(record.id, last: max(0, last - limit)).lastNumber
      for document in try reader.records(of: kind, after: first, limit: Int(limit))
      where document.id.hasPrefix("\(record.id)-") && document.at >= time.microsecondsRoundedUp {
        if Invoice(record: StoredJSON.value(document.body))?.kind == .invoice { count += 1 }
      }
    }
    return count
  }

  /// How far a series has come, with the version of its record; 0 for a new one.
  static func series(
    _ name: String, _ reader: any StoreReader
  ) throws(StoreError) -> (series: InvoiceSeries, version: Int64) {
    guard let record = try reader.record(kind: seriesKind, id: name) else { return (InvoiceSeries(name, last: 0), 0) }
    return (InvoiceSeries(name, last: StoredJSON.value(record.body)["last"]?.intValue ?? 0), record.version)
  }

  /// The change that keeps a document.
  ///
  /// - Parameter version: the version of the series that its number was taken from.
  static func change(_ document: Invoice, _ series: InvoiceSeries, after version: Int64) -> RecordChange {
    let digits = String(document.step)
    let step = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    return RecordChange(
      puts: [
        RecordDraft(
          kind: seriesKind, id: series.name, version: version + 1, body: JSON.encode(["last": .int(series.last)])),
        RecordDraft(kind: kind, id: document.number, version: 1, body: JSON.encode(document.body)),
        RecordDraft(
          kind: ofBooking, id: "\(document.booking)/\(step)", version: 1,
          body: JSON.encode(["number": .string(document.number)])),
      ], actor: "magnetiqd", reason: "step \(document.step) of \(document.booking)")
  }

  /// A booking with the movements of its client's money; nil if there is nothing to invoice.
  static func booking(_ family: FamilyRecord, _ reader: any StoreReader) throws(StoreError) -> BilledBooking? {
    let movements = movements(try reader.postings(of: family.id))
    guard !movements.isEmpty else { return nil }
    let view = try FamilyView.fields(of: family, reader)
    guard let start = HeldTime.instant(view["start"]), let input = StoredJSON.value(family.start)["input"] else {
      return nil
    }
    let person = StoredJSON.value(try reader.person(of: family.id) ?? []).mapValue ?? ValueMap()
    return BilledBooking(family.key, input: input, person: person, start: start, movements: movements)
  }

  /// The client pays from the account `client`; refunds rest on `refunded`. Money that the client's bank takes back is
  /// not given back by the house: what the client owes stays invoiced.
  private static func movements(_ postings: [PostingRecord]) -> [BilledBooking.Movement] {
    var movements: [BilledBooking.Movement] = []
    for posting in postings {
      var amount: Int64 = 0
      if posting.debit == "client" || posting.debit == "refunded" { amount += posting.amount }
      if posting.credit == "client" || posting.credit == "refunded" { amount -= posting.amount }
      guard amount != 0 else { continue }
      if movements.last?.step == posting.sequence {
        movements[movements.count - 1].amount += amount
      } else {
        movements.append(
          .init(step: posting.sequence, at: StoredJSON.instant(posting.at), amount: amount))
      }
    }
    return movements.filter { $0.amount != 0 }
  }
}
