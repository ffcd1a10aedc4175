import CEL
import CivilTime
import Control
import Marketplace
import Pricing
import Storage

/// Quotes and what prices are made with, as operators list and show them.
struct QuoteReads: Sendable {
  let catalogue: CatalogueReads

  private var store: StoreReads { catalogue.store }

  func prices() async throws(ControlFailure) -> PricesInForce {
    let present = try await catalogue.catalogue()
    let log = try await store.query { reader throws(StoreError) in
      try reader.log(ofRecord: PriceRecord.id, kind: CatalogueRecord.Kind.rules.rawValue)
    }
    return PricesInForce(
      version: present.priceRules.version, pricing: PriceRecord.value(present.priceRules).mapValue ?? ValueMap(),
      tax: TaxRecord.value(present.taxes).mapValue ?? ValueMap(), log: log.map(CatalogueReads.version))
  }

  func list(_ request: ListQuotes) async throws(ControlFailure) -> Page<QuoteSummary> {
    let limit = request.limit.items
    let records = try await store.query { reader throws(StoreError) in
      try reader.records(of: QuoteDesk.kind, after: request.after?.string, limit: limit + 1)
    }
    let items = records.prefix(limit).compactMap { record -> QuoteSummary? in
      guard let quote = StoredQuote(record: StoredJSON.value(record.body)) else { return nil }
      return QuoteSummary(
        id: record.id, consultant: quote.body["consultant"]?.stringValue ?? "",
        service: quote.body["service"]?.stringValue ?? "",
        start: HeldTime.instant(quote.body["start"]) ?? .epoch, total: quote.body["total"]?.intValue ?? 0,
        currency: quote.body["currency"]?.stringValue ?? "", expires: quote.expires, isUsed: quote.usedBy != nil)
    }
    return Page(items, next: records.count > limit ? records[limit - 1].id : nil)
  }

  func show(_ request: ShowQuote) async throws(ControlFailure) -> RecordDetail {
    let id = request.id.string
    let found = try await store.query { reader throws(StoreError) in
      (try reader.record(kind: QuoteDesk.kind, id: id), try reader.log(ofRecord: id, kind: QuoteDesk.kind))
    }
    guard let record = found.0 else {
      throw StoreReads.notFound("quote '\(id)'", hint: "'magnetiqctl quotes list' shows what there is")
    }
    return RecordDetail(
      id: id, version: record.version, body: StoredJSON.value(record.body).mapValue ?? ValueMap(), missing: [],
      log: found.1.map(CatalogueReads.version))
  }
}
