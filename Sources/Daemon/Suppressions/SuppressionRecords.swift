import CEL
import CivilTime
import Digests
import Encoding
import EngineMessages
import Executors
import Storage
import WorkflowEngine

/// The suppression list in the store. An entry is a record whose id is a keyed digest of the address: it can be found by
/// who has the address, and tells it to nobody, so that it may outlive the erasure of a person's data.
struct SuppressionRecords: Sendable {
  static let kind = "suppression"
  /// How often a change is tried that another one was quicker than.
  private static let tries = 4

  private let key: [UInt8]
  let readers: ReaderPool
  let writer: WriterThread

  /// - Parameter secret: the daemon's key; the digests have one of their own that is derived from it.
  init(secret: [UInt8], readers: ReaderPool, writer: WriterThread) {
    key = HMACSHA256.code(for: Array("suppressions".utf8), key: secret)
    (self.readers, self.writer) = (readers, writer)
  }

  /// The id of an address's record, 64 hex digits.
  func id(of contact: Contact) -> String {
    Hex.encode(HMACSHA256.code(for: Array(contact.text.utf8), key: key))
  }

  func answer(for contact: Contact) async -> SuppressionList.Answer {
    let id = id(of: contact)
    guard
      let record = await readers.read({ reader throws(StoreError) in try reader.record(kind: Self.kind, id: id) })
    else { return .unreadable }
    return record.flatMap { SuppressionEntry($0)?.suppression }.map { .suppressed($0) } ?? .free
  }

  /// The result of a change.
  enum Change: Sendable, Hashable {
    case changed
    /// The list is as it should be already.
    case kept
    /// The store takes no writes at present; nothing was changed.
    case notStored
  }

  /// Puts an address on the list, or takes it off.
  ///
  /// - Parameters:
  ///   - suppression: nil takes the address off.
  ///   - cause: what is told once: a provider's event that was applied before changes nothing when it is sent again, so
  ///     that it does not undo what an operator decided since.
  func change(
    _ contact: Contact, to suppression: Suppression?, cause: String, actor: String, reason: String
  ) async -> Change {
    let (id, cause) = (id(of: contact), Hex.encode(SHA256.hash(Array(cause.utf8)).prefix(16)))
    for _ in 0..<Self.tries {
      let read = await readers.read { reader throws(StoreError) in try reader.log(ofRecord: id, kind: Self.kind) }
      guard let log = read else { return .notStored }
      let entries = log.compactMap { SuppressionEntry($0.record) }
      if entries.contains(where: { $0.cause == cause }) { return .kept }
      let present = entries.last?.suppression
      if let present, let suppression {
        // A weaker word does not lift a stronger one.
        if present.scope == .all || present.scope == suppression.scope { return .kept }
      } else if present == nil, suppression == nil {
        return .kept
      }
      let entry = SuppressionEntry(channel: contact.channel, suppression: suppression, cause: cause)
      let version = (log.last?.record.version ?? 0) + 1
      let draft = RecordDraft(kind: Self.kind, id: id, version: version, body: JSON.encode(entry.body))
      let command = OperatorCommand(
        action: .putRecords([draft]), key: "suppression/\(id)/\(version)/\(cause)", actor: actor, reason: reason)
      guard let reply = await writer.submit({ .command(command, $0) }) else { return .notStored }
      switch reply {
      case .carriedOut, .duplicate: return .changed
      case .rejected, .conflict: continue
      case .accepted, .created, .unknownTarget, .overloaded, .keyExists: return .notStored
      }
    }
    return .notStored
  }
}
