import CEL
import CivilTime

/// All accepted messages in the order of arrival.
struct MailSink: Sendable {
  private(set) var mails: [ReceivedMail] = []
  /// Deliveries beyond this number are accepted and counted, but not kept.
  static let limit = 100_000
  private(set) var count = 0

  mutating func add(_ envelope: Envelope, at instant: Instant) -> ReceivedMail {
    count += 1
    let mail = ReceivedMail(number: count, envelope: envelope, at: instant)
    if mails.count < Self.limit { mails.append(mail) }
    return mail
  }

  subscript(_ number: Int) -> ReceivedMail? { mails.indices.contains(number - 1) ? mails[number - 1] : nil }

  /// The booking's messages, one entry for each Message-ID with the number of its copies, in the order of first arrival.
  func of(_ reference: String) -> [Value] {
    let own = mails.filter { $0.key == reference || $0.key?.hasPrefix("\(reference)/") == true }
    var order: [String] = []
    var copies: [String: [ReceivedMail]] = [:]
    for mail in own {
      // Messages without a Message-ID cannot be recognised as copies, so each is listed by itself.
      let id = mail.messageID.isEmpty ? "#\(mail.number)" : mail.messageID
      if copies[id] == nil { order.append(id) }
      copies[id, default: []].append(mail)
    }
    return order.compactMap { id in
      guard let first = copies[id]?.first else { return nil }
      var entry = first.summary
      entry["copies"] = .int(Int64(copies[id]?.count ?? 0))
      return .map(entry)
    }
  }
}
