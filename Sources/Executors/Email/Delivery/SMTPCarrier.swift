import CEL
import CivilTime
import Execution
import Transport

/// Submits mails to an SMTP server (RFC 5321).
struct SMTPCarrier: MailCarrier {
  let settings: EmailSettings
  let server: SMTPServer
  let transport: any SMTPTransport
  let calls = 1

  func send(
    _ letter: MailComposer.Letter, _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async throws(StepError) -> StepOutcome {
    let message = SMTPMessage(
      server: server, sender: settings.from, recipient: letter.recipient.description,
      content: try MailComposer(settings: settings).compose(letter),
      timeout: request.timeout(within: settings.timeout))
    switch await transport.send(message, isCancelled: isCancelled) {
    case .failure(let failure): return SMTPFault(failure: failure, server: server).outcome(of: request)
    case .success(let reply): return Self.outcome(of: reply, messageID: letter.messageID)
    }
  }

  /// Greets the mail server and signs in; no mail is handed in.
  func check(now: Instant) async -> ExecutorCheck {
    let probe = SMTPMessage.probe(of: server, timeout: min(settings.timeout, .seconds(15)))
    switch await transport.send(probe, isCancelled: { false }) {
    case .failure(let failure):
      return .broken(SMTPFault(failure: failure, server: server).error(isOurs: StepError(failure).isOurs))
    case .success(let reply):
      switch Self.outcome(of: reply, messageID: "") {
      case .done: return .works("\(server.host):\(server.port) takes mail from us")
      case .retry(let error, _), .failed(let error), .unknown(let error): return .broken(error)
      case .accepted: return .notAsked
      }
    }
  }

  /// Reads the server's last reply (RFC 5321 §4.2.1). A 5xx reply about the recipient or the message rejects the mail, other replies are
  /// retried. A fault of our credentials, our address or our sender is not the recipient's, so that mail is retried until an
  /// operator mends it.
  static func outcome(of reply: SMTPReply, messageID: String) -> StepOutcome {
    let told = "the mail server answered \(reply.code)\(reply.status.map { " \($0)" } ?? "")"
    func ours(_ code: String, _ cure: String) -> StepOutcome {
      .retry(StepError(code: code, message: "\(told): \(cure)", isOurs: true), after: nil)
    }
    return switch (reply.code, reply.stage) {
    case (250, _): .done(["message_id": .string(messageID)])
    case (530, _), (534, _), (535, _), (538, _):
      ours("smtp_auth", "check username, starttls and the credential of executors.email")
    // A rule of the server about who may hand in mail. Nothing of the mail was looked at.
    case (500..<600, .connection):
      ours(
        "smtp_refused",
        "it takes no mail from us; check url and username of executors.email, and whether our address is blocked")
    case (500..<600, .sender) where reply.code != 552:
      ours("smtp_refused", "it takes no mail from this sender; check from and username of executors.email")
    case (500..<600, .recipient) where reply.status?.hasPrefix("5.7.") == true:
      ours("smtp_refused", "it takes no mail from us; check from, username and the credential of executors.email")
    case (500..<600, _): .failed(StepError(code: "rejected", message: told))
    default: .retry(StepError(code: "smtp_later", message: told), after: nil)
    }
  }
}
