import CEL
public import CivilTime
public import Execution
public import Transport

/// Sends mail through an SMTP server (RFC 5321), from the templates of the bundle that the family is pinned to.
public struct EmailExecutor: Executor {
  /// The executor's name, `email`.
  public let name = "email"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The step `email.send`, with the time-out of the settings.
  public let steps: [StepDeclaration]

  private let settings: EmailSettings
  private let templates: MailTemplateLibrary
  private let zones: any ZoneSource
  private let transport: any SMTPTransport
  private let links: MailLinks

  /// Creates the executor.
  ///
  /// - Parameters:
  ///   - templates: read at each attempt, so that it may be filled later.
  ///   - zones: the time zones that templates name.
  ///   - transport: delivers messages to the server of the settings.
  ///   - links: the addresses that mails give; may be filled later.
  public init(
    _ settings: EmailSettings, templates: MailTemplateLibrary, zones: any ZoneSource, transport: any SMTPTransport,
    links: MailLinks = MailLinks()
  ) {
    self.links = links
    self.settings = settings
    steps = [EmailCatalogue.send.lasting(settings.timeout)]
    self.templates = templates
    self.zones = zones
    self.transport = transport
  }

  /// Sends one mail. Without the templates of the family's bundle, the attempt is retried; a mail that cannot be
  /// written fails with `template_error` or `rejected`.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    guard request.step == EmailCatalogue.send.name else { return completion(.failed(unknownStep(request))) }
    start({ await send(request, isCancelled) }, completion)
  }

  /// Greets the mail server and signs in; no mail is handed in.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        let probe = SMTPMessage.probe(of: settings.server, timeout: min(settings.timeout, .seconds(15)))
        switch await transport.send(probe, isCancelled: { false }) {
        case .failure(let failure): return ExecutorCheck.broken(StepError(failure))
        case .success(let reply):
          switch Self.outcome(of: reply, messageID: "") {
          case .done: return .works("\(settings.server.host):\(settings.server.port) takes mail from us")
          case .retry(let error, _), .failed(let error), .unknown(let error): return .broken(error)
          case .accepted: return .notAsked
          }
        }
      }, completion)
  }

  private func send(_ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool) async -> StepOutcome {
    // The family is not at fault, so its mail waits until the templates are loaded.
    guard let templates = templates.templates(for: request.bundle) else {
      return .retry(
        StepError(
          code: "templates_not_loaded",
          message:
            "email.send: the templates of the definitions \(request.bundle.prefix(12)) are not loaded; restart magnetiqd",
          isOurs: true), after: nil)
    }
    let letter: MailComposer.Letter
    let content: [UInt8]
    do {
      letter = try self.letter(request, templates)
      content = try MailComposer(settings: settings).compose(letter)
    } catch {
      return .failed(error)
    }
    let message = SMTPMessage(
      server: settings.server, sender: settings.from, recipient: letter.recipient.description, content: content,
      timeout: request.timeout(within: settings.timeout))
    switch await transport.send(message, isCancelled: isCancelled) {
    case .failure(let failure): return failure.outcome
    case .success(let reply): return Self.outcome(of: reply, messageID: letter.messageID)
    }
  }

  private func letter(_ request: StepRequest, _ templates: MailTemplates) throws(StepError) -> MailComposer.Letter {
    let input = StepInput(request)
    guard let recipient = EmailAddress(try input.string("to")) else {
      throw StepError(code: "rejected", message: "email.send: 'to' is not a plain address")
    }
    let name = try input.optionalString("name")
    var data = try input.map("data")
    if let role = try input.optionalString("role") {
      data["tasks_url"] = links.tasks(request.reference, role).map(Value.string)
    }
    let unsubscribe = input.fields["marketing"] == .bool(true) ? links.unsubscribe(request.reference) : nil
    if let unsubscribe { data["unsubscribe_url"] = .string(unsubscribe) }
    let mail: RenderedMail
    do {
      mail = try templates.render(
        try input.string("template"), language: try input.string("language"), recipient: name,
        data: data, zones: zones)
    } catch let error as TemplateError {
      throw StepError(code: "template_error", message: error.description)
    } catch let error as StepError {
      throw error
    } catch {
      throw StepError(code: "template_error", message: "email.send: \(type(of: error))")
    }
    return MailComposer.Letter(
      recipient: recipient, name: name, mail: mail,
      invitation: try input.optionalMap("calendar").map { (fields) throws(StepError) in try Invitation(fields) },
      key: request.key, messageID: MessageID.of(key: request.key, domain: settings.domain), date: request.now,
      unsubscribe: unsubscribe)
  }

  /// Reads the server's last reply (RFC 5321 §4.2.1). A 5xx reply rejects the mail, other replies are retried. A fault
  /// of our credentials is not the recipient's, so that mail is retried until an operator mends it.
  static func outcome(of reply: SMTPReply, messageID: String) -> StepOutcome {
    switch reply.code {
    case 250: .done(["message_id": .string(messageID)])
    case 530, 534, 535, 538:
      .retry(
        StepError(
          code: "smtp_auth",
          message:
            "the mail server answered \(reply.code): check username, starttls and the credential of executors.email",
          isOurs: true),
        after: nil)
    case 500..<600: .failed(StepError(code: "rejected", message: "the mail server answered \(reply.code)"))
    default: .retry(StepError(code: "smtp_later", message: "the mail server answered \(reply.code)"), after: nil)
    }
  }
}
