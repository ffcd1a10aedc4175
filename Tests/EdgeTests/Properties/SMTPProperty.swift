import CEL
import CivilTime
import Execution
import Transport
@testable import Executors

/// The property of every reply of a mail server: a mail counts as sent only if the server accepted it, and is sent
/// again only if it did not.
enum SMTPProperty {
  private static let templates = try? MailTemplates([
    MailTemplateFile(name: "t.en.mail", text: "subject: Hello\n\n.A dot.\n")
  ])

  /// The bytes are replies, divided by lines of `--`: one when the connection is open and one for each thing that is sent.
  static func violation(_ bytes: [UInt8]) async -> String? {
    let replies = bytes.split(separator: 10, omittingEmptySubsequences: false).split(separator: Array("--".utf8)[...])
      .map { $0.map { Array($0) + [13, 10] }.reduce([], +) }
    // The machine may be short of ports or threads; then nothing is tried.
    guard let server = PlayedMailServer(replies), let client = try? CurlClient(), let templates else { return nil }
    defer { client.stop() }
    let library = MailTemplateLibrary()
    library.add(templates, for: "b")
    let settings = EmailSettings(
      server: SMTPServer(host: "127.0.0.1", port: server.port, security: .none), from: "bookings@example.org",
      fromName: "M", domain: "example.org", timeout: .milliseconds(500))
    let executor = EmailExecutor(settings, templates: library, zones: ZoneTable(), transport: client, http: client)
    let outcome = await MailProperty.outcome(
      of: executor,
      ["template": "t", "to": "anna@example.com", "name": nil, "language": "en", "data": [:], "calendar": nil])
    let dialogue = await server.dialogue()
    return judge(outcome, dialogue).map { "\($0), \(outcome)" }
  }

  private static func judge(_ outcome: StepOutcome, _ dialogue: PlayedMailServer.Dialogue) -> String? {
    let verdicts = dialogue.verdicts
    switch outcome {
    case .done:
      guard dialogue.isComplete else { return "sent, and the message had not ended" }
      return verdicts.contains(250) ? nil : "sent, and the server said \(verdicts)"
    case .unknown(let error): return ReplyProperty.words(error)
    case .failed(let error), .retry(let error, _):
      let isRefused = verdicts.contains { (400..<600).contains($0) }
      guard !dialogue.isComplete || isRefused else { return "not sent, and the server said \(verdicts)" }
      return ReplyProperty.words(error)
    case .accepted: return "accepted"
    }
  }
}
