import CEL
import CivilTime
import Pages

/// A booking that was begun: what was filled in, what is held, what was quoted. It is kept by the client's own
/// browser, signed (`DraftSeal`), and nowhere else.
struct Draft: Hashable, Sendable {
  /// The names of what is kept.
  enum Field: String, CaseIterable {
    case consultant, service, complexity, industry, country, payer, vat, zone, start, hold, holdUntil, holdExtended
    case quote, total, first, last, email, linkedin, subject, outcome, company, role, size, authority, begun
    case seniority, urgency
    case billing, invoice, firm, street, postcode, city
    case reference, capability
  }

  /// For so long a draft is understood.
  static let lifetime: Int64 = 7 * 86_400

  let id: String
  private var fields: [String: String] = [:]

  init(id: String) { self.id = id }

  subscript(_ field: Field) -> String {
    get { fields[field.rawValue] ?? "" }
    set { fields[field.rawValue] = newValue.isEmpty ? nil : newValue }
  }

  mutating func forget(_ fields: Field...) {
    for field in fields { self[field] = "" }
  }

  func instant(_ field: Field) -> Instant? { try? Instant.parse(self[field]) }

  /// The values of the draft, as a form takes them.
  var values: [String: [String]] { fields.mapValues { [$0] } }

  /// True if a business books, which needs an invoice with its address.
  var isBusiness: Bool { self[.payer] == "business" }
  /// True if invoices are issued, so that an address can be asked for.
  var hasInvoice: Bool { self[.billing] == "yes" }
  /// The part of the invoice's address that the client is asked for.
  var billing: DetailsPage.Billing { !hasInvoice ? .none : isBusiness ? .required : .optional }
  /// True if the invoice is to name the client's address.
  var needsAddress: Bool { hasInvoice && (isBusiness || self[.invoice] == "yes") }

  /// The furthest step that can be shown.
  var reached: FlowStep {
    if !self[.reference].isEmpty { return .done }
    if self[.service].isEmpty || self[.country].isEmpty { return .service }
    if self[.start].isEmpty || self[.quote].isEmpty { return .time }
    if self[.email].isEmpty || needsAddress && self[.street].isEmpty { return .details }
    return self[.subject].isEmpty ? .business : .check
  }

  // MARK: As it is kept

  var payload: [UInt8] {
    JSON.encode(.map(ValueMap(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })))
  }

  init?(id: String, payload: [UInt8]) {
    guard let value = try? JSON.parse(payload), let map = value.mapValue else { return nil }
    self.init(id: id)
    for field in Field.allCases { self[field] = map[field.rawValue]?.stringValue ?? "" }
  }
}
