import CEL
public import CivilTime
public import Execution
public import Transport

/// Sends mail through an SMTP server or Brevo, from the templates of the bundle that the family is pinned to.
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
  private let carrier: any MailCarrier
  private let links: MailLinks
  private let suppressions: SuppressionList

  /// Creates the executor.
  ///
  /// - Parameters:
  ///   - templates: read at each attempt, so that it may be filled later.
  ///   - zones: the time zones that templates name.
  ///   - transport: delivers messages to an SMTP server of the settings.
  ///   - http: carries exchanges with another service of the settings.
  ///   - links: the addresses that mails give; may be filled later.
  ///   - suppressions: the addresses that get no mail; may be filled later.
  public init(
    _ settings: EmailSettings, templates: MailTemplateLibrary, zones: any ZoneSource, transport: any SMTPTransport,
    http: any HTTPTransport, links: MailLinks = MailLinks(), suppressions: SuppressionList = SuppressionList()
  ) {
    self.links = links
    self.suppressions = suppressions
    carrier =
      switch settings.service {
      case .smtp(let server): SMTPCarrier(settings: settings, server: server, transport: transport)
      case .brevo(let account): BrevoCarrier(settings: settings, account: account, transport: http)
      }
    self.settings = settings
    steps = [EmailCatalogue.send.lasting(settings.timeout * carrier.calls)]
    self.templates = templates
    self.zones = zones
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

  /// Asks the service whether it would take mail from us; none is handed in.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start({ [carrier] in await carrier.check(now: now) }, completion)
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
    do {
      let letter = try self.letter(request, templates)
      let isMarketing = request.input["marketing"] == .bool(true)
      if let refusal = await suppressions.refusal(of: Contact(mail: letter.recipient), isMarketing: isMarketing) {
        return refusal
      }
      return try await carrier.send(letter, request, isCancelled: isCancelled)
    } catch {
      return .failed(error)
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
      data["page_url"] = links.page(request.reference, role).map(Value.string)
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
}
