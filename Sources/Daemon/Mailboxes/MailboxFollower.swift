import CEL
import CivilTime
import Control
import Ingress
import Synchronization
import Transport
import WorkflowEngine

/// Reads a mailbox again and again: answers to invitations, and reports about our mails. One that is down loses nothing:
/// its mails wait there, and are read once it answers.
final class MailboxFollower: Sendable {
  /// The code of the incident about a mailbox that is not read.
  static let code = "mailbox-unread"
  /// A server may be down for so long before anybody is told. A login that is refused is told at once.
  private static let waitLimit = Duration.seconds(15 * 60)

  let intake: MailIntake
  let account: MailboxAccount
  /// The time between two rounds.
  let every: Duration
  private let timeout: Duration
  private let bytes: Int
  private let horizon: Duration
  private let writer: WriterThread
  private let readers: ReaderPool
  private let connect: @Sendable () throws(TransportFailure) -> any IMAPTransport
  private let eventStream: EventStream
  private let failing = Mutex<(since: Instant, message: String)?>(nil)
  /// True once a round has told that the mailbox is read; an incident may be left from before the start.
  private let isRead = Mutex(false)

  /// Creates a follower.
  ///
  /// - Parameters:
  ///   - bytes: the most bytes of a mail that are read.
  ///   - horizon: the time for which an event's key is remembered.
  ///   - connect: makes a transport. Each round has one of its own, whose connection has selected the folder after its
  ///     state was read; an older connection might not know of the newest mails yet.
  init(
    _ intake: MailIntake, _ account: MailboxAccount, every: Duration, timeout: Duration, bytes: Int, horizon: Duration,
    writer: WriterThread, readers: ReaderPool, eventStream: EventStream,
    connect: @escaping @Sendable () throws(TransportFailure) -> any IMAPTransport
  ) {
    (self.intake, self.account, self.every, self.timeout) = (intake, account, every, timeout)
    (self.bytes, self.horizon, self.writer, self.readers) = (bytes, horizon, writer, readers)
    (self.eventStream, self.connect) = (eventStream, connect)
  }

  /// Reads what is new.
  func look() async {
    let now = writer.clock.now
    do throws(TransportFailure) {
      try await account.withFolder(now: now, timeout: timeout) { folder throws(TransportFailure) in
        try await read(folder, now)
      }
    } catch {
      tell(error, now)
    }
  }

  private func read(_ folder: IMAPFolder, _ now: Instant) async throws(TransportFailure) {
    let transport = try connect()
    defer { transport.stop() }
    let round = MailboxRound(
      intake: intake, reader: MailboxReader(folder, transport: transport, timeout: timeout), writer: writer,
      readers: readers, bytes: bytes, oldest: now.adding(.zero - horizon) ?? .epoch,
      remark: { [eventStream] in eventStream.remark($0) })
    do throws(MailboxRound.Failure) {
      try await round.run()
      recover()
    } catch {
      // A message that is not kept now waits in the mailbox, and the store or the quota tells the reason.
      if case .unread(let failure) = error { throw failure }
    }
  }

  private func recover() {
    let hadFailed = failing.withLock { failing in
      defer { failing = nil }
      return failing != nil
    }
    if hadFailed { eventStream.remark("the mailbox '\(intake.name)' is read again") }
    let isFirst = isRead.withLock { isRead in
      defer { isRead = true }
      return !isRead
    }
    guard hadFailed || isFirst else { return }
    writer.push(.mended(code: Self.code, field: "mailbox", value: intake.name, reason: "the mailbox is read again"))
  }

  private func tell(_ failure: TransportFailure, _ now: Instant) {
    let (since, isNew) = failing.withLock { failing in
      let (since, isNew) = (failing?.since ?? now, failing?.message != failure.message)
      failing = (since, failure.message)
      return (since, isNew)
    }
    let text = MailboxFault.cure(of: failure, account)
    if isNew { eventStream.remark("the mailbox '\(intake.name)' cannot be read: \(text)") }
    guard MailboxFault.isOurs(failure) || now.duration(since: since) >= Self.waitLimit else { return }
    writer.push(
      .report(
        code: Self.code,
        title:
          "the mailbox '\(intake.name)' of ingress.mailboxes cannot be read: \(text)",
        detail: ["mailbox": .string(intake.name), "code": .string(failure.code), "since": .timestamp(since)]))
  }
}
