import CivilTime
import Control
import EngineMessages
import Marketplace
import Storage
import Synchronization
import WorkflowEngine

/// Issues the invoices and credit notes of bookings. It follows the books: a payment has an invoice, money that was given
/// back has a credit note. A document that was not issued because the daemon ended in between is issued at the next
/// start, and one that was issued is found, so nothing is issued twice.
struct InvoiceFollower: Sendable {
  private static let workflow = "booking"
  private static let page = 500
  /// How often a document is tried that another writer of the same series was quicker than.
  private static let tries = 50

  let writer: WriterThread
  let readers: ReaderPool
  let eventStream: EventStream
  let terms: InvoiceTerms
  /// The time before which no change of a booking has to be looked at again.
  private let seen = Seen()

  /// A time that several looks share.
  private final class Seen: Sendable {
    let until = Mutex<StoredInstant>(.min)
  }

  /// A change that was under way at a look may be written with an earlier time a little later.
  private static let overlap: StoredInstant = 3_600 * 1_000_000

  init(writer: WriterThread, readers: ReaderPool, eventStream: EventStream, terms: InvoiceTerms) {
    (self.writer, self.readers, self.eventStream, self.terms) = (writer, readers, eventStream, terms)
  }

  /// Issues the missing documents of all bookings that have changed since the last look; at the first, of all.
  func look() async {
    let (begun, since) = (writer.clock.now.microsecondsRoundedUp, seen.until.withLock { $0 })
    var last: FamilyID?
    while true {
      let after = last
      let page = await readers.read { reader throws(StoreError) -> [FamilyRecord] in
        try reader.families(FamilyFilter(workflows: [Self.workflow], after: after, limit: Self.page))
      }
      guard let page else { return }
      for family in page where family.updatedAt >= since {
        guard await issue(family.key) == .complete else { return }
      }
      guard let end = page.last else { break }
      last = end.id
    }
    seen.until.withLock { $0 = begun - Self.overlap }
  }

  /// Issues documents as soon as a booking's books have changed, until the stream ends.
  func follow() async {
    let changes = eventStream.subscribe { $0.workflow == "payment" && $0.reference != nil }
    while let change = await changes.next() {
      if let reference = change.reference { _ = await issue(reference) }
    }
  }

  enum Result: Sendable, Hashable {
    case complete
    /// The store takes no reads or writes at present; the next look finds what is missing.
    case notStored
  }

  /// Issues the missing documents of one booking, one after the other.
  func issue(_ reference: String) async -> Result {
    var lost = 0
    while lost < Self.tries {
      let now = writer.clock.now
      let read = await readers.read { reader throws(StoreError) in try next(of: reference, now: now, reader) }
      guard let found = read else { return .notStored }
      guard let change = found else { return .complete }
      switch await writer.submit({ .records(change, $0) }) {
      case .carriedOut?: continue
      // Another document has taken the number.
      case .rejected?: lost += 1
      default: return .notStored
      }
    }
    return .notStored
  }

  /// The change that keeps the next missing document; nil if none is missing.
  private func next(
    of reference: String, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> RecordChange? {
    guard let family = try reader.family(key: reference), family.workflow == Self.workflow,
      let booking = try InvoiceRecords.booking(family, reader)
    else { return nil }
    var version: Int64 = 0
    let known = try InvoiceRecords.documents(of: reference, reader)
    let next = try InvoiceBook(terms).next(of: booking, known: known, now: now) {
      name throws(StoreError) -> InvoiceSeries in
      let read = try InvoiceRecords.series(name, reader)
      version = read.version
      return read.series
    }
    return next.map { InvoiceRecords.change($0.document, $0.series, after: version) }
  }
}
