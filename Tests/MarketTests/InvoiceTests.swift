import CEL
import CivilTime
import Marketplace
import Testing

@Suite struct InvoiceTests {
  private func terms(smallBusiness: Bool = false) -> InvoiceTerms {
    InvoiceTerms(
      seller: .init(lines: ["en": ["A House", "1 Street"]], vatNumber: nil, taxNumber: "12/345/67890"), prefix: "INV",
      creditPrefix: "CN", isSmallBusiness: smallBusiness, zone: ZoneRules.fixed(secondsEast: 3_600)!)
  }

  private func booking(
    _ treatment: String = "domestic", price: Int64 = 11_900, tax: Int64 = 1_900, address: Bool = false,
    _ amounts: Int64...
  ) throws -> BilledBooking {
    let input: Value = [
      "service": ["title": "Advice"], "price": .int(price), "tax": .int(tax), "currency": "EUR",
      "quote": ["tax": ["treatment": .string(treatment), "rate": .int(tax == 0 ? 0 : 1_900)]],
    ]
    var person = ValueMap([("client.name", "Ada")])
    if address { person["client.street"] = "1 Street" }
    let at = try Instant.at("2027-12-31T23:30:00Z")
    let movements = amounts.enumerated().map {
      BilledBooking.Movement(step: Int64($0.offset + 1), at: at, amount: $0.element)
    }
    return try #require(
      BilledBooking("VLT-1", input: input, person: person, start: try .at("2028-01-10T09:00:00Z"), movements: movements)
    )
  }

  /// Issues everything that a booking lacks, as the daemon does.
  private func issue(_ booking: BilledBooking, _ terms: InvoiceTerms) throws -> [Invoice] {
    var (known, last): ([Invoice], [String: Int64]) = ([], [:])
    while let next = InvoiceBook(terms).next(
      of: booking, known: known, now: try .at("2027-12-31T23:30:00Z"),
      series: { InvoiceSeries($0, last: last[$0] ?? 0) })
    {
      known.append(next.document)
      last[next.series.name] = next.series.last
    }
    return known
  }

  @Test func numbersFollowEachOtherInASeriesOfTheYearWhereTheHouseIs() throws {
    // It is 2028 there already.
    let documents = try issue(try booking("domestic", 11_900, -4_000, -4_000), terms())
    #expect(documents.map(\.number) == ["INV-2028-000001", "CN-2028-000001", "CN-2028-000002"])
    #expect("\(documents[0].issued)" == "2028-01-01")
  }

  @Test func whatGoesBackInPiecesSumsToTheInvoice() throws {
    let documents = try issue(
      try booking("domestic", price: 11_900, tax: 1_900, 11_900, -3_333, -3_333, -5_234), terms())
    let notes = documents.dropFirst()
    #expect(notes.map(\.net).reduce(0, +) == 10_000 && notes.map(\.tax).reduce(0, +) == 1_900)
    #expect(notes.allSatisfy { $0.refersTo == documents[0].number && $0.kind == .creditNote })
  }

  @Test func aRefundThatComesBackIsInvoicedAgain() throws {
    let documents = try issue(try booking("domestic", 11_900, -11_900, 11_900, -5_950), terms())
    #expect(documents.map(\.kind) == [.invoice, .creditNote, .invoice, .creditNote])
    #expect(documents[3].refersTo == documents[2].number && documents[2].number == "INV-2028-000002")
  }

  @Test(arguments: [
    ("domestic", Int64(11_900), Int64(1_900), false, [Invoice.Note.smallAmount]), ("domestic", 11_900, 1_900, true, []),
    ("domestic", 25_001, 3_992, false, []), ("reverse_charge", 10_000, 0, true, [.reverseCharge]),
    ("outside_scope", 10_000, 0, true, [.outsideScope]),
  ])
  func theLawsSentencesStandWhereTheyBelong(
    treatment: String, price: Int64, tax: Int64, address: Bool, notes: [Invoice.Note]
  ) throws {
    let documents = try issue(try booking(treatment, price: price, tax: tax, address: address, price), terms())
    #expect(documents.map(\.notes) == [notes])
  }

  @Test func aSmallBusinessSaysWhyThereIsNoTax() throws {
    let free = try issue(
      try booking("domestic", price: 10_000, tax: 0, address: true, 10_000), terms(smallBusiness: true))
    #expect(free[0].notes == [.smallBusiness] && free[0].tax == 0)
  }

  @Test func aRecordIsReadAsItWasWritten() throws {
    for document in try issue(try booking("reverse_charge", price: 10_000, tax: 0, address: true, 10_000, -1), terms())
    {
      #expect(Invoice(record: document.body) == document)
    }
    #expect(Invoice(record: ["number": "INV-1"]) == nil)
  }

  @Test func aPriceOfTheCallersOwnIsTheCallersToInvoice() throws {
    let input: Value = ["service": ["title": "Advice"], "price": 100, "currency": "EUR", "quote": nil]
    #expect(
      BilledBooking("VLT-1", input: input, person: ValueMap(), start: try .at("2028-01-10T09:00:00Z"), movements: [])
        == nil)
  }
}
