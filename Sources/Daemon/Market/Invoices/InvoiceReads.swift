import CEL
import Control
import Marketplace
import Storage

/// Invoices and credit notes, as operators list and show them. Recipients are named on the admin socket alone.
struct InvoiceReads: Sendable {
  let store: StoreReads

  func list(_ request: ListInvoices, _ caller: Caller) async throws(ControlFailure) -> Page<InvoiceSummary> {
    let names = request.recipients == true && caller.peer.admin
    if let booking = request.booking {
      let found = try await store.query { reader throws(StoreError) in
        try InvoiceRecords.documents(of: booking.string, reader)
      }
      return Page(found.map { Self.summary($0, names: names) })
    }
    let limit = request.limit.items
    let records = try await store.query { reader throws(StoreError) in
      try reader.records(of: InvoiceRecords.kind, after: request.after?.string, limit: limit + 1)
    }
    let items = records.prefix(limit).compactMap { record in
      Invoice(record: StoredJSON.value(record.body)).map { Self.summary($0, names: names) }
    }
    return Page(items, next: records.count > limit ? records[limit - 1].id : nil)
  }

  func show(_ request: ShowInvoice, _ caller: Caller) async throws(ControlFailure) -> RecordDetail {
    let number = request.number.string
    let found = try await store.query { reader throws(StoreError) in
      (
        try reader.record(kind: InvoiceRecords.kind, id: number),
        try reader.log(ofRecord: number, kind: InvoiceRecords.kind)
      )
    }
    guard let record = found.0 else {
      throw StoreReads.notFound("invoice '\(number)'", hint: "'magnetiqctl invoices list' shows what there is")
    }
    var body = StoredJSON.value(record.body).mapValue ?? ValueMap()
    if !caller.peer.admin { body["buyer"] = nil }
    return RecordDetail(
      id: number, version: record.version, body: body, missing: [],
      log: found.1.map(CatalogueReads.version))
  }

  private static func summary(_ invoice: Invoice, names: Bool) -> InvoiceSummary {
    let sign: Int64 = invoice.kind == .creditNote ? -1 : 1
    return InvoiceSummary(
      number: invoice.number, kind: invoice.kind.rawValue, booking: invoice.booking, issued: "\(invoice.issued)",
      moved: "\(invoice.moved)", supplied: "\(invoice.supplied)",
      recipient: names ? invoice.buyer.company ?? invoice.buyer.name : nil, country: invoice.buyer.country,
      vatNumber: names ? invoice.buyer.vatNumber : nil, net: sign * invoice.net, rate: invoice.rate,
      tax: sign * invoice.tax, gross: invoice.signed, currency: invoice.currency, refersTo: invoice.refersTo)
  }
}
