import Synchronization
import Transport

/// A mailbox that is played in memory, as a server would answer: mails under numbers, and what is wrong with it.
final class PlayedMailbox: IMAPTransport {
  struct State {
    var validity: UInt32 = 7
    var mails: [UInt32: [UInt8]] = [:]
    /// One above the last number that was ever given.
    var next: UInt32 = 1
    var arrived = "01-Jan-2030 00:00:00 +0000"
    /// Every question fails like this.
    var outage: TransportFailure?
    /// Fetching these mails fails like this.
    var broken: [UInt32: TransportFailure] = [:]
    /// The most mails of one list.
    var longest = Int.max
    var questions: [IMAPRequest.Question] = []
  }

  let state = Mutex(State())

  func add(_ mail: String, as number: UInt32? = nil) {
    state.withLock { state in
      let number = number ?? state.next
      state.mails[number] = Array(mail.replacing("\n", with: "\r\n").utf8)
      state.next = max(state.next, number + 1)
    }
  }

  var questions: [IMAPRequest.Question] { state.withLock { $0.questions } }

  func ask(_ request: IMAPRequest) async -> Result<[UInt8], TransportFailure> {
    state.withLock { state in
      state.questions.append(request.question)
      if let outage = state.outage { return .failure(outage) }
      switch request.question {
      case .state:
        return .success(Array("* STATUS INBOX (UIDNEXT \(state.next) UIDVALIDITY \(state.validity))\r\n".utf8))
      case .list(let numbers, state.validity):
        let found = state.mails.keys.filter { numbers.contains($0) }.sorted()
        guard found.count <= state.longest else { return .failure(Self.failure("response_too_large")) }
        let lines = found.enumerated().map { index, number in
          "* \(index + 1) FETCH (UID \(number) RFC822.SIZE 1 INTERNALDATE \"\(state.arrived)\")\r\n"
        }
        return .success(Array(lines.joined().utf8))
      case .mail(let number, state.validity, let bytes):
        if let failure = state.broken[number] { return .failure(failure) }
        return state.mails[number].map { .success(Array($0.prefix(bytes))) } ?? .failure(Self.failure("not_found"))
      case .list, .mail: return .failure(Self.failure("not_found"))
      }
    }
  }

  func stop() {}

  static func failure(_ code: String) -> TransportFailure {
    TransportFailure(.lost, code: code, message: "played: \(code)")
  }
}

/// Mails that say something of ours.
enum PlayedMail {
  static func bounce(_ number: Int = 1) -> String {
    """
    Message-ID: <r\(number)@mx.example.net>
    Content-Type: multipart/report; report-type=delivery-status; boundary=b1

    --b1
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.net

    Final-Recipient: rfc822; anna@example.com
    Action: failed
    Status: 5.1.1

    --b1--

    """
  }

  static func answer(_ partstat: String = "DECLINED", by attendee: String = "anna@example.com", _ number: Int = 1)
    -> String
  {
    """
    From: \(attendee)
    Message-ID: <a\(number)@example.com>
    Content-Type: text/calendar; method=REPLY; charset=UTF-8

    BEGIN:VCALENDAR
    METHOD:REPLY
    BEGIN:VEVENT
    UID:VLT-20260303-AB12
    ATTENDEE;PARTSTAT=\(partstat):mailto:\(attendee)
    SEQUENCE:0
    END:VEVENT
    END:VCALENDAR

    """
  }

  static let chat = "From: anna@example.com\nSubject: Thanks\n\nSee you there.\n"
}
