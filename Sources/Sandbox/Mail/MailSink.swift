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

extension World {
  /// The end of a message: the reply to the client, or a cut connection.
  enum MailReply: Sendable, Equatable {
    case reply(Int, String)
    case cut
  }

  /// Handles the end of `DATA`. A message is kept before it is acknowledged.
  mutating func receive(_ envelope: Envelope) -> MailReply {
    requests += 1
    let fault = faults.take("smtp.data", String(decoding: envelope.data, as: UTF8.self))
    switch fault?.kind {
    case .dropBefore: return .cut
    case .status(let status, executed: false): return .reply(status, "5.3.0 ordered by a fault")
    default: break
    }
    let mail = mails.add(envelope, at: clock.now)
    if case .status(let status, executed: true) = fault?.kind { return .reply(status, "5.3.0 ordered by a fault") }
    return fault?.kind == .replyLost ? .cut : .reply(250, "2.0.0 Ok: queued as \(mail.number)")
  }

  /// A fault on `smtp.rcpt` that matches the address refuses the recipient.
  mutating func accept(recipient: String) -> MailReply {
    guard let fault = faults.take("smtp.rcpt", recipient) else { return .reply(250, "2.1.5 Ok") }
    if case .status(let status, _) = fault.kind { return .reply(status, "5.1.1 ordered by a fault") }
    return .cut
  }
}
