import CEL
import CivilTime
import Ingress
import Pages

/// Asks for prices as any calling site does.
struct Quotes {
  let desk: SiteDesk

  enum Made {
    case quote(id: String, QuoteView)
    case refused(MarketRefusal)
    /// The client has asked for too many, and may ask again after so many seconds.
    case tooMany(Int)
    case notStored
  }

  func find(_ id: String) async throws(Unreadable) -> QuoteView? {
    guard case .found(let body) = try await desk.services.receiver.quote(.show(id: id), site: SiteDesk.source) else {
      return nil
    }
    return QuoteView(body)
  }

  /// Makes the price of what a draft says. Drafts that say the same have the same price for a minute.
  func make(_ draft: Draft, for client: String) async throws(Unreadable) -> Made {
    if let seconds = desk.quotes.take(client, at: desk.ticks()) { return .tooMany(seconds) }
    var body = ValueMap([
      ("consultant", .string(draft[.consultant])), ("service", .string(draft[.service])),
      ("start", .string(draft[.start])),
    ])
    var project = ValueMap()
    if !draft[.complexity].isEmpty { project["complexity"] = .string(draft[.complexity]) }
    if !draft[.industry].isEmpty { project["industry"] = .string(draft[.industry]) }
    if !project.entries.isEmpty { body["project"] = .map(project) }
    var tax = ValueMap([
      ("country", .string(draft[.country])), ("business", .bool(draft[.payer] == "business")),
    ])
    if !draft[.vat].isEmpty { tax["vatNumber"] = .string(draft[.vat]) }
    body["tax"] = .map(tax)
    if !draft[.hold].isEmpty { body["hold"] = .string(draft[.hold]) }
    let key = "\(draft.id)/\(DraftSeal.newID())"
    switch try await desk.services.receiver.quote(.make(key: key, body: .map(body)), site: SiteDesk.source) {
    case .made(let quote, _), .found(let quote):
      guard let id = quote["id"]?.stringValue, let view = QuoteView(quote) else { return .notStored }
      return .quote(id: id, view)
    case .refused(let refusal): return .refused(refusal)
    case .notStored: return .notStored
    }
  }

  func extend(_ id: String) async throws(Unreadable) {
    _ = try await desk.services.receiver.quote(.extend(id: id), site: SiteDesk.source)
  }
}

extension QuoteView {
  /// A quote as the public API answers it.
  init?(_ body: Value) {
    guard let base = body["base"]?.intValue, let price = body["price"]?.intValue, let total = body["total"]?.intValue,
      let currency = body["currency"]?.stringValue, let expires = Facts.instant(body["expiresAt"]),
      let tax = body["tax"], let rate = tax["rate"]?.intValue, let amount = tax["amount"]?.intValue
    else { return nil }
    let lines = (body["lines"]?.listValue ?? []).compactMap { line -> Line? in
      guard let kind = line["kind"]?.stringValue, let amount = line["amount"]?.intValue else { return nil }
      return Line(kind: kind, amount: amount)
    }
    self.init(
      base: base, lines: lines, price: price, taxRate: rate, taxAmount: amount,
      taxTreatment: tax["treatment"]?.stringValue ?? "", total: total, currency: currency, expires: expires)
  }
}

/// Reads facts from answers.
enum Facts {
  static func instant(_ value: Value?) -> Instant? {
    value?.timestampValue ?? value?.stringValue.flatMap { try? Instant.parse($0) }
  }
}
