import CEL
import CivilTime
import EngineMessages
import Marketplace
import Storage
import Synchronization
import WorkflowEngine

/// Removes quotes that expired long ago, used or not. A booking has a copy of its own, so nothing refers to them.
struct QuoteRetention: Sendable {
  let writer: WriterThread
  let readers: ReaderPool
  /// For how long a quote is kept after it has expired.
  let keep: Duration
  /// The log's position before which nothing has to be looked at again.
  private let done = Position()

  /// Entries that are read at once, which bounds what one turn of the writer removes.
  private static let page = 200

  /// A position that several looks share.
  private final class Position: Sendable {
    let value = Mutex<Int64>(0)
  }

  /// - Parameter keep: for how long a quote is kept after it has expired.
  init(writer: WriterThread, readers: ReaderPool, keep: Duration) {
    (self.writer, self.readers, self.keep) = (writer, readers, keep)
  }

  /// Reads the log from its oldest entry to the first quote that has to be kept, and removes the quotes before it.
  func look() async {
    guard let limit = writer.clock.now.adding(.zero - keep) else { return }
    while true {
      let position = done.value.withLock { $0 }
      let read = await readers.read { reader throws(StoreError) in try Self.page(after: position, before: limit, reader)
      }
      guard let page = read, let last = page.last, await drop(page.names) else { return }
      done.value.withLock { $0 = last }
      if page.isEnd { return }
    }
  }

  /// True for a quote that expired before the limit, and for a record of any other kind.
  private static func isOver(_ record: StoredRecord, _ limit: Instant) -> Bool {
    guard record.kind == QuoteDesk.kind else { return true }
    guard let quote = StoredQuote(record: StoredJSON.value(record.body)) else { return true }
    return quote.expires < limit
  }

  /// The old quotes of the next page, the position of the last entry that is over, and whether one has to be kept.
  private static func page(
    after position: Int64, before limit: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> (names: [RecordName], last: Int64?, isEnd: Bool) {
    let entries = try reader.recordLog(after: position, limit: page)
    let old = entries.prefix { isOver($0.record, limit) }
    var names: [RecordName] = []
    for id in Set(old.filter { $0.record.kind == QuoteDesk.kind }.map(\.record.id)).sorted() {
      guard let record = try reader.record(kind: QuoteDesk.kind, id: id) else { continue }
      names.append(RecordName(kind: record.kind, id: id, version: record.version))
    }
    return (names, old.last?.position, old.count < entries.count || entries.isEmpty)
  }

  /// Removes the quotes in a turn of their own. Returns false if they are still there; then they are found again at the
  /// next look.
  private func drop(_ names: [RecordName]) async -> Bool {
    if names.isEmpty { return true }
    let change = RecordChange(drops: names, actor: "magnetiqd", reason: "the time to keep it is up")
    guard case .carriedOut? = await writer.submit({ .records(change, $0) }) else { return false }
    return true
  }
}
