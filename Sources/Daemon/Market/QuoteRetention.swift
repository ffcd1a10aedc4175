import CEL
import CivilTime
import Marketplace
import Storage
import Synchronization

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
      let read = await readers.read { reader throws(StoreError) in
        try reader.recordLog(after: position, limit: Self.page)
      }
      guard let entries = read, !entries.isEmpty else { return }
      let old = entries.prefix { Self.isOver($0.record, limit) }
      let ids = Set(old.filter { $0.record.kind == QuoteDesk.kind }.map(\.record.id))
      guard await remove(ids), let last = old.last else { return }
      done.value.withLock { $0 = last.position }
      if old.count < entries.count { return }
    }
  }

  /// True for a quote that expired before the limit, and for a record of any other kind.
  private static func isOver(_ record: StoredRecord, _ limit: Instant) -> Bool {
    guard record.kind == QuoteDesk.kind else { return true }
    guard let quote = StoredQuote(record: StoredJSON.value(record.body)) else { return true }
    return quote.expires < limit
  }

  /// Removes the quotes in a turn of their own. Returns false if they are still there; then they are found again at the
  /// next look.
  private func remove(_ ids: Set<String>) async -> Bool {
    if ids.isEmpty { return true }
    return await writer.perform { writer in
      do throws(StoreError) {
        try writer.store.begin()
        for id in ids { try writer.store.removeRecord(kind: QuoteDesk.kind, id: id) }
        try writer.store.commit()
        return true
      } catch {
        writer.store.rollback()
        return false
      }
    }
  }
}
