import CEL
import CivilTime
import Encoding
import Execution
import Synchronization
import Transport
@testable import Executors

/// The property of every mail template, layout and data: either they are refused with their place, or they make a
/// message that mail servers and readers understand in one way only.
enum MailProperty {
  /// The bytes are a template, a layout and, as JSON, the data, divided by lines of `--`. The data's `recipient` is the
  /// reader's name, its `calendar` the fields of an invitation.
  static func violation(_ bytes: [UInt8]) async -> String? {
    let blocks = bytes.split(separator: 10, omittingEmptySubsequences: false).split(separator: Array("--".utf8)[...])
      .map { Array($0.joined(separator: [10])) }
    var files = [StepTemplates.File(path: "templates/t.en.mail", source: blocks.first ?? [])]
    if blocks.count > 1, !blocks[1].isEmpty {
      files.append(StepTemplates.File(path: "templates/_layout.en.mail", source: blocks[1]))
    }
    let data = (blocks.count > 2 ? try? JSON.parse(blocks[2]) : nil)?.mapValue ?? [:]
    do throws(TemplateFaults) {
      let templates = try MailTemplates(bundle: files)
      if let violation = rendering(templates, data) { return violation }
      return await message(templates, data)
    } catch {
      return faults(error.faults, in: files)
    }
  }

  private static func faults(_ faults: [TemplateError], in files: [StepTemplates.File]) -> String? {
    guard !faults.isEmpty else { return "refused without a fault" }
    for fault in faults {
      let source = files.first { $0.path.hasSuffix("/\(fault.file)") }?.source ?? []
      let lines = source.count { $0 == 10 } + 1
      guard (1...lines).contains(fault.line) else { return "\(fault) of \(lines) lines" }
      guard !fault.code.isEmpty, !fault.message.isEmpty else { return "\(fault)" }
    }
    return nil
  }

  // MARK: What is read

  private static func rendering(_ templates: MailTemplates, _ data: ValueMap) -> String? {
    do throws(TemplateError) {
      let mail = try templates.render(
        "t", language: "en", recipient: data["recipient"]?.stringValue, data: data, zones: ZoneTable())
      guard !mail.subject.contains(where: \.isNewline) else { return "the subject '\(mail.subject)'" }
      return markup(mail.html)
    } catch {
      return nil
    }
  }

  private static let tags = [
    "<!DOCTYPE html>", "<html lang=\"en\" dir=\"ltr\">", "</html>", "<head>", "</head>", "<meta charset=\"utf-8\">",
    "<meta name=\"", "<title>", "</title>", "<style>", "</style>", "<body class=\"page\" style=\"", "</body>",
    "<div role=\"article\" lang=\"en\" dir=\"ltr\" aria-label=\"", "</div>", "<p>", "</p>", "<ul style=\"", "</ul>",
    "<li>",
    "</li>", "<br>", "</a>", "<a href=\"http://", "<a href=\"https://",
  ].map { Array($0.utf8) }

  /// Nothing but our own tags: neither a template nor a value makes others, or ends an attribute.
  private static func markup(_ html: String) -> String? {
    var rest = Array(html.utf8)[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[start...]
      guard let tag = tags.first(where: { rest.starts(with: $0) }) else {
        return "the tag '\(String(decoding: rest.prefix(40), as: UTF8.self))'"
      }
      rest = rest.dropFirst(tag.count)
      guard tag.last != UInt8(ascii: ">") else { continue }
      let inside = rest.prefix { $0 != UInt8(ascii: ">") }
      guard !inside.contains(UInt8(ascii: "<")), inside.last == UInt8(ascii: "\"") else {
        return "an attribute is '\(String(decoding: inside.prefix(200), as: UTF8.self))'"
      }
    }
    return nil
  }

  // MARK: What is sent

  private static func message(_ templates: MailTemplates, _ data: ValueMap) async -> String? {
    let library = MailTemplateLibrary()
    library.add(templates, for: "b")
    let mail = RecordedMail()
    let server = SMTPServer(host: "localhost", port: 25, security: .none)
    let executor = EmailExecutor(
      EmailSettings(server: server, from: "bookings@example.org", fromName: "M", domain: "example.org"),
      templates: library, zones: ZoneTable(), transport: mail, http: mail)
    let input: ValueMap = [
      "template": "t", "to": "anna@example.com", "name": data["recipient"]?.stringValue.map { .string($0) } ?? .null,
      "language": "en", "data": .map(data), "calendar": data["calendar"]?.mapValue.map { .map($0) } ?? .null,
    ]
    let outcome = await outcome(of: executor, input)
    switch outcome {
    case .done: return mail.content.map(text) ?? "done, and nothing was sent"
    case .failed(let error):
      guard ["template_error", "rejected"].contains(error.code), mail.content == nil else { return "\(outcome)" }
      return ReplyProperty.words(error)
    default: return "\(outcome)"
    }
  }

  static func outcome(of executor: EmailExecutor, _ input: ValueMap) async -> StepOutcome {
    let request = StepRequest(
      attempt: AttemptName(task: 1, number: 1), step: "email.send", key: "VLT-1/mail/1/g1", input: input,
      reference: "VLT-1", bundle: "b", now: ReplyScript.now, startedAt: ReplyScript.now, number: 1)
    return await withCheckedContinuation { continuation in
      executor.execute(request, isCancelled: { false }, completion: { continuation.resume(returning: $0) })
    }
  }

  private static let once = [
    "From", "To", "Subject", "Date", "Message-ID", "X-Magnetiq-Key", "Auto-Submitted", "Content-Language",
    "MIME-Version",
    "Content-Type",
  ]

  /// ASCII in lines of at most 78 characters, each of our header fields once and no other.
  private static func text(_ content: [UInt8]) -> String? {
    var lines = String(decoding: content, as: UTF8.self).utf8.split(separator: 10, omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true else { return "the last line has no end" }
    for line in lines {
      guard line.last == 13, line.count <= 79, line.dropLast().allSatisfy({ $0 == 9 || (0x20...0x7E).contains($0) })
      else {
        return "the line '\(String(decoding: line, as: UTF8.self))'"
      }
    }
    let fields = lines.prefix { $0.count > 1 }.filter { $0.first != 0x20 }
    let names = fields.map { String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self) }
    return names.sorted() == once.sorted() ? nil : "the header fields \(names)"
  }
}

/// Takes a message and says that it was taken.
private final class RecordedMail: SMTPTransport, HTTPTransport {
  private let message = Mutex<[UInt8]?>(nil)

  var content: [UInt8]? { message.withLock { $0 } }

  func send(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<SMTPReply, TransportFailure> {
    self.message.withLock { $0 = message.content }
    return .success(SMTPReply(code: 250))
  }

  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure> {
    .failure(TransportFailure(.notSent, code: "no_transport", message: "mails leave by SMTP here"))
  }
}
