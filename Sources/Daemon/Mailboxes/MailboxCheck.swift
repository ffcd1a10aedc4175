import CivilTime
import Control
import Transport

/// Asks the mailboxes that are read whether they let us in, each on a connection of its own. Nothing is read.
struct MailboxCheck: Sendable {
  /// A mailbox to ask.
  struct Box: Sendable {
    /// Its name, as findings have it: `mailbox:reports`.
    let name: String
    let account: MailboxAccount
    let timeout: Duration
  }

  /// The names of mailboxes in findings begin with it.
  static let prefix = "mailbox:"

  let boxes: [Box]
  let connect: @Sendable () throws(TransportFailure) -> any IMAPTransport

  /// Asks all at once; the findings are in the order of the mailboxes.
  func findings(now: Instant) async -> [ExecutorFinding] {
    await withTaskGroup(of: (Int, ExecutorFinding).self) { group in
      for (index, box) in boxes.enumerated() { group.addTask { (index, await finding(box, now)) } }
      var found: [(Int, ExecutorFinding)] = []
      for await finding in group { found.append(finding) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func finding(_ box: Box, _ now: Instant) async -> ExecutorFinding {
    let timeout = min(box.timeout, .seconds(15))
    do throws(TransportFailure) {
      try await box.account.withFolder(now: now, timeout: timeout) { folder throws(TransportFailure) in
        let transport = try connect()
        defer { transport.stop() }
        _ = try await MailboxReader(folder, transport: transport, timeout: timeout).state()
      }
      let account = box.account
      return ExecutorFinding(
        name: box.name, result: "works", message: "\(account.host):\(account.port) lets us read '\(account.folder)'")
    } catch {
      return ExecutorFinding(
        name: box.name, result: "broken", code: error.code, message: MailboxFault.cure(of: error, box.account))
    }
  }
}
