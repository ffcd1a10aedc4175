import CEL
import EngineMessages
import Storage

/// How far a mailbox has been read, as a record. It is written under one of two names in turn, and the other one is dropped
/// in the same commit, so that the log of records does not grow with the mail.
struct MailboxPosition: Sendable, Hashable {
  static let kind = "mailbox"

  /// While it is the same, a number means the same mail.
  var validity: UInt32
  /// The last number that was read; 0 before the first.
  var number: UInt32
  private var isSecond = false

  init(validity: UInt32, number: UInt32 = 0) { (self.validity, self.number) = (validity, number) }

  /// Reads the position of a mailbox; nil if it was never read.
  static func read(_ mailbox: String, _ reader: any StoreReader) throws(StoreError) -> MailboxPosition? {
    for isSecond in [false, true] {
      guard let record = try reader.record(kind: kind, id: id(mailbox, isSecond)) else { continue }
      let body = StoredJSON.value(record.body)
      guard let validity = body["validity"]?.intValue.flatMap({ UInt32(exactly: $0) }),
        let number = body["number"]?.intValue.flatMap({ UInt32(exactly: $0) })
      else { continue }
      var position = MailboxPosition(validity: validity, number: number)
      position.isSecond = isSecond
      return position
    }
    return nil
  }

  /// The change that writes this position in the place of `old`.
  func change(of mailbox: String, from old: MailboxPosition?) -> (position: MailboxPosition, change: RecordChange) {
    var next = self
    next.isSecond = old.map { !$0.isSecond } ?? false
    let draft = RecordDraft(
      kind: Self.kind, id: Self.id(mailbox, next.isSecond), version: 1,
      body: JSON.encode(["validity": .int(Int64(validity)), "number": .int(Int64(number))]))
    let drops = old.map { [RecordName(kind: Self.kind, id: Self.id(mailbox, $0.isSecond), version: 1)] } ?? []
    return (next, RecordChange(puts: [draft], drops: drops, actor: mailbox, reason: "read"))
  }

  private static func id(_ mailbox: String, _ isSecond: Bool) -> String { isSecond ? "\(mailbox)/2" : "\(mailbox)/1" }
}
