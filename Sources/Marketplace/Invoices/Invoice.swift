public import CEL
public import CivilTime

/// An invoice or a credit note as it was issued (Directive 2006/112/EC, art. 226; § 14 UStG). It never changes: what
/// happens later is another document. It has its own copy of everything that it says, names and addresses among it,
/// because it has to be kept for years after a booking's personal data were erased (art. 17(3)(b) GDPR, § 147 AO).
public struct Invoice: Hashable, Sendable {
  /// The kind of document. Each has a series of its own.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A payment was received for the meeting.
    case invoice
    /// As much of an invoice as was given back is cancelled.
    case creditNote = "credit_note"
  }

  /// A sentence that the law wants on the document. The raw values are kept.
  public enum Note: String, Hashable, Sendable, CaseIterable {
    /// The recipient owes the tax (art. 196).
    case reverseCharge = "reverse_charge"
    /// Not taxable here: the recipient is a business outside of the union (art. 44).
    case outsideScope = "outside_scope"
    /// The seller is exempt as a small business (art. 284; § 19 UStG).
    case smallBusiness = "small_business"
    /// The amount is so small that the recipient need not be named (art. 226b; § 33 UStDV).
    case smallAmount = "small_amount"
  }

  /// The seller: the house, which is the supplier of the meetings.
  public struct Seller: Hashable, Sendable {
    /// Name and address by language, a line each.
    public var lines: [String: [String]]
    /// The number of value-added tax; nil if there is none.
    public var vatNumber: String?
    /// The number by which the tax office knows the seller; nil if the other one is enough.
    public var taxNumber: String?

    /// Creates a seller from its fields.
    public init(lines: [String: [String]], vatNumber: String?, taxNumber: String?) {
      (self.lines, self.vatNumber, self.taxNumber) = (lines, vatNumber, taxNumber)
    }
  }

  /// The recipient.
  public struct Buyer: Hashable, Sendable {
    /// The name of the person who booked.
    public var name: String
    /// The name of their company; nil for a person.
    public var company: String?
    /// Street and number, postcode, town; nil if no address was given.
    public var street: String?
    /// See `street`.
    public var postcode: String?
    /// See `street`.
    public var city: String?
    /// ISO 3166; nil if it was not given.
    public var country: String?
    /// The number of value-added tax; nil if none was given.
    public var vatNumber: String?

    /// Creates a buyer from its fields. By default there is a name alone.
    public init(
      name: String, company: String? = nil, street: String? = nil, postcode: String? = nil, city: String? = nil,
      country: String? = nil, vatNumber: String? = nil
    ) {
      (self.name, self.company, self.street, self.postcode) = (name, company, street, postcode)
      (self.city, self.country, self.vatNumber) = (city, country, vatNumber)
    }
  }

  /// The consecutive number: `INV-2026-000123`.
  public var number: String
  /// The kind of document.
  public var kind: Kind
  /// The reference of the booking.
  public var booking: String
  /// The history row of the booking whose postings the document is about.
  public var step: Int64
  /// The date of issue.
  public var issued: LocalDate
  /// The date on which the payment was received, or the money was given back.
  public var moved: LocalDate
  /// The date of the meeting, as it was agreed when the document was issued.
  public var supplied: LocalDate
  /// The seller.
  public var seller: Seller
  /// The recipient.
  public var buyer: Buyer
  /// The title of the service by language; English is there.
  public var title: [String: String]
  /// The net amount in minor units, above 0; of a credit note, the part that is given back.
  public var net: Int64
  /// The rate of tax in basis points.
  public var rate: Int64
  /// The tax in minor units.
  public var tax: Int64
  /// ISO 4217.
  public var currency: String
  /// The sentences that the law wants.
  public var notes: [Note]
  /// The number of the invoice that a credit note changes; nil for an invoice.
  public var refersTo: String?

  /// The gross amount in minor units.
  public var gross: Int64 { net + tax }
  /// The gross amount with the sign by which documents are added up: a credit note counts below zero.
  public var signed: Int64 { kind == .creditNote ? -gross : gross }
}

extension Invoice {
  /// The record's JSON.
  public var body: Value {
    func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
    let lines = seller.lines.sorted { $0.key < $1.key }.map {
      ($0.key, Value.list($0.value.map { .string($0) }))
    }
    return .map(
      ValueMap([
        ("number", .string(number)), ("kind", .string(kind.rawValue)), ("booking", .string(booking)),
        ("step", .int(step)), ("issued", .string("\(issued)")), ("moved", .string("\(moved)")),
        ("supplied", .string("\(supplied)")),
        (
          "seller",
          [
            "lines": .map(ValueMap(lines)), "vatNumber": text(seller.vatNumber), "taxNumber": text(seller.taxNumber),
          ]
        ),
        (
          "buyer",
          [
            "name": .string(buyer.name), "company": text(buyer.company), "street": text(buyer.street),
            "postcode": text(buyer.postcode), "city": text(buyer.city), "country": text(buyer.country),
            "vatNumber": text(buyer.vatNumber),
          ]
        ),
        ("title", .map(ValueMap(title.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))),
        ("net", .int(net)), ("rate", .int(rate)), ("tax", .int(tax)), ("gross", .int(gross)),
        ("currency", .string(currency)), ("notes", .list(notes.map { .string($0.rawValue) })),
        ("refersTo", text(refersTo)),
      ]))
  }

  /// Reads a record; nil if it is none of an invoice.
  public init?(record: Value) {
    func text(_ value: Value?) -> String? { value?.stringValue }
    func date(_ name: String) -> LocalDate? { text(record[name]).flatMap { try? LocalDate.parse($0) } }
    guard let number = text(record["number"]), let kind = text(record["kind"]).flatMap({ Kind(rawValue: $0) }),
      let booking = text(record["booking"]), let step = record["step"]?.intValue, let issued = date("issued"),
      let moved = date("moved"), let supplied = date("supplied"), let net = record["net"]?.intValue,
      let rate = record["rate"]?.intValue, let tax = record["tax"]?.intValue, let currency = text(record["currency"]),
      let buyer = record["buyer"], let name = text(buyer["name"])
    else { return nil }
    let seller = record["seller"]
    var lines: [String: [String]] = [:]
    for entry in seller?["lines"]?.mapValue?.entries ?? [] {
      lines[entry.key.stringValue ?? ""] = (entry.value.listValue ?? []).compactMap(\.stringValue)
    }
    var title: [String: String] = [:]
    for entry in record["title"]?.mapValue?.entries ?? [] {
      title[entry.key.stringValue ?? ""] = entry.value.stringValue
    }
    self.init(
      number: number, kind: kind, booking: booking, step: step, issued: issued, moved: moved, supplied: supplied,
      seller: Seller(
        lines: lines, vatNumber: text(seller?["vatNumber"]), taxNumber: text(seller?["taxNumber"])),
      buyer: Buyer(
        name: name, company: text(buyer["company"]), street: text(buyer["street"]),
        postcode: text(buyer["postcode"]), city: text(buyer["city"]), country: text(buyer["country"]),
        vatNumber: text(buyer["vatNumber"])),
      title: title, net: net, rate: rate, tax: tax, currency: currency,
      notes: (record["notes"]?.listValue ?? []).compactMap { $0.stringValue.flatMap { Note(rawValue: $0) } },
      refersTo: text(record["refersTo"]))
  }
}
