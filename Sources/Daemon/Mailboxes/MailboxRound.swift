import CivilTime
import EngineMessages
import Ingress
import ServiceLifecycle
import Storage
import Transport
import WorkflowEngine

/// Reads what has come into a mailbox since the position in the store. The position is written after the mails before it
/// were kept: after a stop in between some are read again, and their digests tell that they were. A mail that cannot be
/// kept stops the round, so none is passed over.
struct MailboxRound: Sendable {
  /// The numbers that are asked for at once, at first. Numbers may have wide gaps, and a range full of mails may be too
  /// long an answer, so the range is widened and narrowed.
  private static let width: UInt32 = 500
  private static let widest: UInt32 = 1 << 24
  /// The position is written after so many mails at least.
  private static let slice = 50

  let intake: MailIntake
  let reader: MailboxReader
  let writer: WriterThread
  let readers: ReaderPool
  /// The most bytes of a mail that are read; what comes after them is left out.
  let bytes: Int
  /// Mails that arrived before are passed over: an event of theirs would be older than the memory of duplicates.
  let oldest: Instant
  let remark: @Sendable (String) -> Void

  enum Failure: Error {
    /// The mailbox does not answer, or not as it should.
    case unread(TransportFailure)
    /// The store takes nothing now, or the hour's share of events is used up.
    case notKept
  }

  func run() async throws(Failure) {
    let found = await readers.read { [intake] reader throws(StoreError) in
      [try MailboxPosition.read(intake.name, reader)]
    }
    guard let stored = found?.first else { throw .notKept }
    let state = try await asking { () throws(TransportFailure) in try await reader.state() }
    var kept = stored
    var position = MailboxPosition(validity: state.validity)
    if let stored, stored.validity == state.validity {
      position = stored
    } else if stored != nil {
      remark("the mailbox '\(intake.name)' was made anew at its server: all of its mails are read again")
    }
    var (width, isDone) = (Self.width, false)
    while !isDone, !Task.isShuttingDownGracefully {
      let first = position.number + 1
      guard position.number < .max, first < state.next else { break }
      let last = min(state.next - 1, first.addingReportingOverflow(width - 1).overflow ? .max : first + (width - 1))
      let entries: [MailboxReader.Entry]
      do throws(TransportFailure) {
        entries = try await reader.entries(first...last, validity: state.validity)
      } catch {
        // A wide range that turns out to be full is more than a server or libcurl lets through at once.
        guard width > Self.width || error.code == "response_too_large", width > 1 else { throw .unread(error) }
        width = width > Self.width ? Self.width : width / 2
        continue
      }
      for (index, entry) in entries.enumerated() {
        do throws(Failure) {
          try await take(entry, state.validity)
        } catch {
          _ = try? await keep(position, in: &kept)
          throw error
        }
        position.number = entry.number
        if (index + 1).isMultiple(of: Self.slice) { try await keep(position, in: &kept) }
        if Task.isShuttingDownGracefully {
          isDone = true
          break
        }
      }
      if !isDone { position.number = last }
      try await keep(position, in: &kept)
      width = entries.isEmpty ? min(width * 2, Self.widest) : min(width, Self.width)
    }
  }

  private func take(_ entry: MailboxReader.Entry, _ validity: UInt32) async throws(Failure) {
    let arrived = entry.arrived.flatMap { MailboxDate.instant($0) }
    if let arrived, arrived < oldest { return }
    let raw: [UInt8]
    do throws(TransportFailure) {
      raw = try await reader.mail(entry.number, validity: validity, bytes: bytes)
    } catch {
      switch error.code {
      // Somebody took it away meanwhile.
      case "not_found": return
      // The server hands this one out in a form that cannot be read, and would do so each time.
      case "unreadable_reply", "response_too_large":
        remark(
          "mail \(entry.number) of the mailbox '\(intake.name)' could not be read and was passed over: \(error.message)"
        )
        return
      default: throw .unread(error)
      }
    }
    if await intake.take(raw, arrived: arrived) == .later { throw .notKept }
  }

  private func keep(_ position: MailboxPosition, in kept: inout MailboxPosition?) async throws(Failure) {
    if let kept, kept.validity == position.validity, kept.number == position.number { return }
    let (next, change) = position.change(of: intake.name, from: kept)
    guard case .carriedOut? = await writer.submit({ .records(change, $0) }) else { throw .notKept }
    kept = next
  }

  private func asking<T: Sendable>(
    _ question: () async throws(TransportFailure) -> T
  ) async throws(Failure) -> T {
    do throws(TransportFailure) {
      return try await question()
    } catch {
      throw .unread(error)
    }
  }
}

/// The times of a mailbox (RFC 9051, date-time): `17-Jul-2026 02:44:25 -0700`, a day of one digit after a blank.
enum MailboxDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func instant(_ text: String) -> Instant? {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 3, parts[2].count == 5 else { return nil }
    let date = parts[0].split(separator: "-").map(String.init)
    guard date.count == 3, let month = months.firstIndex(of: date[1]) else { return nil }
    func padded(_ text: String) -> String { text.count < 2 ? "0" + text : text }
    let zone = "\(parts[2].prefix(3)):\(parts[2].suffix(2))"
    return try? Instant.parse("\(date[2])-\(padded(String(month + 1)))-\(padded(date[0]))T\(parts[1])\(zone)")
  }
}
