import ArgumentParser
import Control

/// The form in which a mail is shown.
enum PreviewForm: String, ExpressibleByArgument, CaseIterable {
  case text, html, eml
}

struct TemplatesPreview: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Write a mail as a booking would send it; nothing is sent.",
    discussion: """
      The booking's own templates are used, and the data of its last mail. '--form html > mail.html' is for a browser, \
      '--form eml > mail.eml' for a mail program.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The template's name, such as confirmation.")
  var template: ShortText

  @Option(name: .long, help: "The booking whose data are filled in.")
  var booking: ShortText

  @Option(name: .long, help: "de or en; the reader's own when not given.")
  var language: ShortText?

  @Option(name: .long, help: "text, html or eml.")
  var form: PreviewForm = .text

  func perform(_ session: Session) throws {
    let request = PreviewTemplate(template: template, reference: booking, language: language)
    let answered = try session.read(request)
    if session.json { return session.show(object: answered) }
    let mail = answered.answer
    switch form {
    case .text:
      let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false).map { Cell.plain(String($0)) }
      session.console.show("Subject: \(Cell.plain(mail.subject))\n\n\(lines.joined(separator: "\n"))")
    case .html: session.console.show(mail.html)
    case .eml: session.console.show(Self.message(mail))
    }
  }

  /// A message with both forms of the mail, unencoded (RFC 6532, RFC 6152).
  private static func message(_ mail: MailPreview) -> String {
    let boundary = "preview-of-\(mail.template)"
    func part(_ type: String, _ content: String) -> String {
      "--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + content.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") + "\r\n"
    }
    return "Subject: \(Cell.plain(mail.subject))\r\nContent-Language: \(mail.language)\r\nMIME-Version: 1.0\r\n"
      + "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n"
      + part("text/plain", mail.text) + part("text/html", mail.html) + "--\(boundary)--\r\n"
  }
}
