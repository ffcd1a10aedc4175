import CEL
import CivilTime
import Marketplace
import MemoryStorage
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// Invoices are numbered without a gap and issued once, wherever the daemon ends.
@Suite struct InvoiceFollowerTests {
  private static let terms = InvoiceTerms(
    seller: .init(lines: ["en": ["A House"]], vatNumber: "DE123456788", taxNumber: nil), prefix: "INV",
    creditPrefix: "CN", isSmallBusiness: false, zone: .utc)

  /// A booking of 178.50 € of which 28.50 € are tax, and its postings: what was debited, what was credited, how much.
  private func book(
    _ key: String, _ postings: [(step: Int64, debit: String, credit: String, amount: Int64)],
    quote: String = #"{"tax":{"treatment":"domestic","rate":1900}}"#, in writer: any StoreWriter
  ) throws {
    var family = Sample.family(key)
    family.start = Array(
      #"{"input":{"service":{"title":"Advice","title_de":"Rat"},"price":17850,"tax":2850,"currency":"EUR","quote":\#(quote)}}"#
        .utf8)
    let id = try writer.insertFamily(family)
    var instance = Sample.instance(id)
    instance.view = Array(#"{"start":"2030-02-01T09:00:00Z"}"#.utf8)
    _ = try writer.insertInstance(instance)
    try writer.putPerson(of: id, data: Array(#"{"client.name":"Ada Lovelace","client.vat":"DE136695976"}"#.utf8))
    for (position, posting) in postings.enumerated() {
      try writer.appendPosting(
        PostingRecord(
          family: id, sequence: posting.step, position: Int64(position), id: "", debit: posting.debit,
          credit: posting.credit, amount: posting.amount, currency: "EUR", at: 1_893_456_000_000_000))
    }
  }

  private func filled() throws -> MemoryStore {
    let store = MemoryStore()
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(Sample.bundle())
    try book("VLT-A", [(2, "client", "held", 17_850)], in: writer)
    // Half goes back from two accounts in one step, and a third of the rest later.
    try book(
      "VLT-B",
      [
        (2, "client", "held", 17_850), (5, "held", "refunded", 5_000), (5, "fee", "refunded", 3_925),
        (9, "held", "refunded", 2_975),
      ], in: writer)
    // Nobody has paid; the bank has taken the money back; a price of the caller's own.
    try book("VLT-C", [], in: writer)
    try book("VLT-D", [(2, "client", "held", 17_850), (4, "held", "disputed", 17_850)], in: writer)
    try book("VLT-E", [(2, "client", "held", 17_850)], quote: "null", in: writer)
    try writer.commit()
    return store
  }

  /// Issues everything, on a store whose commits fail from a number on.
  private func run(_ store: MemoryStore, failing first: Int = .max, looks: Int = 1) async throws {
    let failures =
      first == .max ? [:] : Dictionary(uniqueKeysWithValues: (first...200).map { ($0, StoreError.Kind.full) })
    let bench = try WriterBench(wrapping: store, failures: failures)
    let readers = ReaderPool(bench.store)
    let follower = InvoiceFollower(
      writer: bench.writer, readers: readers, eventStream: bench.eventStream, terms: Self.terms)
    bench.writer.start()
    for _ in 0..<looks { await follower.look() }
    await bench.writer.stop()
    await readers.end()
  }

  private func issued(_ store: MemoryStore) throws -> [Invoice] {
    try store.makeReader().records(of: InvoiceRecords.kind, after: nil, limit: 100).map {
      try #require(Invoice(record: StoredJSON.value($0.body)))
    }
  }

  @Test func aPaymentHasAnInvoiceAndMoneyGivenBackACreditNote() async throws {
    let store = try filled()
    try await run(store, looks: 2)
    let documents = try issued(store)
    let told: [String] = documents.map { "\($0.number) \($0.booking) \($0.signed) \($0.refersTo ?? "-")" }
    let expected: [String] = [
      "CN-2030-000001 VLT-B -8925 INV-2030-000002", "CN-2030-000002 VLT-B -2975 INV-2030-000002",
      "INV-2030-000001 VLT-A 17850 -", "INV-2030-000002 VLT-B 17850 -", "INV-2030-000003 VLT-D 17850 -",
    ]
    #expect(told == expected)
    // The net and the tax that are left are those of the books.
    var (net, tax): (Int64, Int64) = (0, 0)
    for document in documents where document.booking == "VLT-B" {
      let sign: Int64 = document.kind == .invoice ? 1 : -1
      net += sign * document.net
      tax += sign * document.tax
    }
    #expect(net == 5_000)
    #expect(tax == 950)
    let first = try #require(documents.first { $0.booking == "VLT-A" })
    #expect(first.net == 15_000 && first.rate == 1_900 && first.tax == 2_850)
    let dates = "\(first.issued) \(first.moved) \(first.supplied)"
    #expect(dates == "2030-01-01 2030-01-01 2030-02-01")
    #expect(first.buyer.name == "Ada Lovelace" && first.buyer.vatNumber == "DE136695976")
    #expect(first.title == ["en": "Advice", "de": "Rat"] && first.seller.lines["en"] == ["A House"])
  }

  @Test(arguments: 1...12)
  func whereverTheDaemonEndsNoNumberIsMissingOrGivenTwice(commit: Int) async throws {
    let store = try filled()
    try await run(store, failing: commit)
    let before = try issued(store)
    let later = store.reopened()
    try await run(later)
    let after = try issued(later)
    #expect(before.allSatisfy { after.contains($0) }, "a document that was issued stays as it was")
    let steps: Set<String> = Set(after.map { "\($0.booking)/\($0.step)" })
    let expected: Set<String> = ["VLT-A/2", "VLT-B/2", "VLT-B/5", "VLT-B/9", "VLT-D/2"]
    #expect(steps == expected)
    let numbers: [String] = after.map(\.number)
    #expect(
      numbers == ["CN-2030-000001", "CN-2030-000002", "INV-2030-000001", "INV-2030-000002", "INV-2030-000003"])
  }

  @Test func aBookingThatChangesAfterALookHasItsCreditNoteAtTheNext() async throws {
    let store = try filled()
    try await run(store)
    let later = store.reopened()
    let writer = try later.makeWriter()
    try writer.begin()
    let family = try #require(try writer.family(key: "VLT-A"))
    try writer.appendPosting(
      PostingRecord(
        family: family.id, sequence: 7, position: 0, id: "", debit: "held", credit: "refunded", amount: 17_850,
        currency: "EUR", at: 1_893_542_400_000_000))
    try writer.erasePerson(of: family.id, at: 1)
    try writer.commit()
    let reopened = later.reopened()
    try await run(reopened)
    let note = try #require(try issued(reopened).first { $0.booking == "VLT-A" && $0.kind == .creditNote })
    #expect(note.refersTo == "INV-2030-000001" && note.signed == -17_850)
    let moved = "\(note.moved)"
    #expect(moved == "2030-01-02")
    // The recipient's data were erased; the invoice has to keep them, and so the credit note has them from there.
    #expect(note.buyer.name == "Ada Lovelace")
  }
}
