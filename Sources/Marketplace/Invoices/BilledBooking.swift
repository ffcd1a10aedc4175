public import CEL
public import CivilTime

/// A booking as documents tell of it, with the movements of its money.
public struct BilledBooking: Sendable {
  /// A step of the booking by which the client has paid more or got back more.
  public struct Movement: Hashable, Sendable {
    /// The history row.
    public var step: Int64
    /// Its time.
    public var at: Instant
    /// Minor units; above 0 for a payment, below 0 for money that was given back.
    public var amount: Int64

    /// Creates a movement from its fields.
    public init(step: Int64, at: Instant, amount: Int64) { (self.step, self.at, self.amount) = (step, at, amount) }
  }

  /// The reference.
  public var reference: String
  /// The start of the meeting.
  public var start: Instant
  /// The title of the service by language.
  public var title: [String: String]
  /// The gross price in minor units, above 0.
  public var price: Int64
  /// As much of it as is tax.
  public var tax: Int64
  /// The rate in basis points.
  public var rate: Int64
  /// How the tax came about, in the words of quotes.
  public var treatment: String
  /// ISO 4217.
  public var currency: String
  /// The recipient.
  public var buyer: Invoice.Buyer
  /// In the order of steps.
  public var movements: [Movement]

  /// Reads a booking of the house's own price. Returns nil for any other: whoever makes a price of their own makes its
  /// invoices as well.
  ///
  /// - Parameters:
  ///   - input: the booking's input.
  ///   - person: its personal fields by path; empty once they were erased.
  ///   - start: the present start of the meeting.
  public init?(_ reference: String, input: Value, person: ValueMap, start: Instant, movements: [Movement]) {
    guard let tax = input["quote"]?["tax"], let treatment = tax["treatment"]?.stringValue,
      let rate = tax["rate"]?.intValue, let price = input["price"]?.intValue, price > 0,
      let currency = input["currency"]?.stringValue, let title = input["service"]?["title"]?.stringValue
    else { return nil }
    func personal(_ name: String) -> String? {
      person["client.\(name)"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
    self.reference = reference
    self.start = start
    self.title = ["en": title]
    if let german = input["service"]?["title_de"]?.stringValue { self.title["de"] = german }
    (self.price, self.tax) = (price, input["tax"]?.intValue ?? 0)
    (self.rate, self.treatment, self.currency) = (rate, treatment, currency)
    buyer = Invoice.Buyer(
      name: personal("name") ?? "", company: personal("company"), street: personal("street"),
      postcode: personal("postcode"), city: personal("city"), country: personal("country"),
      vatNumber: personal("vat"))
    self.movements = movements
  }

  /// The part of an amount that is no tax, by the rule of the books: rounded down.
  func net(of amount: Int64) -> Int64 {
    guard tax > 0 else { return amount }
    return Int64(Int128(amount) * Int128(price - tax) / Int128(price))
  }
}

/// Decides which documents a booking still lacks.
public struct InvoiceBook: Sendable {
  let terms: InvoiceTerms

  /// - Parameter terms: the seller and the numbers.
  public init(_ terms: InvoiceTerms) { self.terms = terms }

  /// Returns the document that is missing first, with its number; nil if none is missing. A step of a booking has one
  /// document, so asking again after it was kept returns the next.
  ///
  /// - Parameters:
  ///   - known: the documents of the booking that were issued already.
  ///   - now: the time of issue.
  ///   - series: reads how far the series of a name has come; what it throws is thrown.
  public func next<E: Error>(
    of booking: BilledBooking, known: [Invoice], now: Instant, series: (String) throws(E) -> InvoiceSeries
  ) throws(E) -> (document: Invoice, series: InvoiceSeries)? {
    let steps = Set(known.map(\.step))
    var booking = booking
    // The personal data may have been erased since; later documents name the same recipient.
    if let first = known.first { booking.buyer = first.buyer }
    var left: Int64 = 0
    for movement in booking.movements {
      let before = left
      left += movement.amount
      guard movement.amount != 0, !steps.contains(movement.step) else { continue }
      var document = document(booking, movement, now: now)
      // The parts of a price that goes back in pieces sum to its own parts.
      document.net = abs(booking.net(of: left) - booking.net(of: before))
      document.tax = abs(movement.amount) - document.net
      if document.kind == .creditNote {
        document.refersTo = known.filter { $0.kind == .invoice }.max { $0.step < $1.step }?.number
      }
      var numbers = try series(terms.series(document.kind, on: document.issued))
      document.number = numbers.next()
      return (document, numbers)
    }
    return nil
  }

  private func document(_ booking: BilledBooking, _ movement: BilledBooking.Movement, now: Instant) -> Invoice {
    let issued = terms.zone.local(at: now).date
    return Invoice(
      number: "", kind: movement.amount > 0 ? .invoice : .creditNote, booking: booking.reference,
      step: movement.step, issued: issued, moved: terms.zone.local(at: movement.at).date,
      supplied: terms.zone.local(at: booking.start).date, seller: terms.seller, buyer: booking.buyer,
      title: booking.title, net: 0, rate: booking.rate, tax: 0, currency: booking.currency,
      notes: notes(booking, abs(movement.amount)), refersTo: nil)
  }

  private func notes(_ booking: BilledBooking, _ amount: Int64) -> [Invoice.Note] {
    var notes: [Invoice.Note] = []
    if booking.treatment == "reverse_charge" { notes.append(.reverseCharge) }
    if booking.treatment == "outside_scope" { notes.append(.outsideScope) }
    if terms.isSmallBusiness, booking.tax == 0, notes.isEmpty { notes.append(.smallBusiness) }
    if booking.buyer.street == nil, notes.isEmpty || notes == [.smallBusiness],
      let most = InvoiceTerms.smallAmounts[booking.currency], amount <= most
    {
      notes.append(.smallAmount)
    }
    return notes
  }
}
