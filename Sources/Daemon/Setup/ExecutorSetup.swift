import CivilTime
import DaemonSettings
import Execution
import Executors
import Secrets
import Transport

/// Creates the executors from settings and credentials.
struct ExecutorSetup {
  let settings: Settings
  let secrets: SecretReader

  func make(
    http: CurlClient, templates: MailTemplateLibrary, zones: any ZoneSource, links: MailLinks,
    suppressions: SuppressionList
  ) -> [any Executor] {
    StandardExecutors.make(
      executorSettings(), http: http, smtp: http, templates: templates, zones: zones, links: links,
      suppressions: suppressions)
  }

  private func secret(_ name: CredentialName, _ key: String) -> Secret {
    Secret(secrets.text(name, "executors.\(key)"))
  }

  /// The end of a day, in UTC.
  private func end(of day: LocalDate?) -> Instant? {
    day.flatMap { try? Instant.parse("\($0)T23:59:59Z") }
  }

  private func mailService(_ email: ExecutorSection.Email) -> EmailSettings.Service {
    if let key = email.key {
      return .brevo(
        BrevoAccount(
          baseURL: email.url.description, key: secret(key, "email.key"), allowPlaintext: settings.sandbox))
    }
    let isTLS = email.url.scheme == "smtps"
    return .smtp(
      SMTPServer(
        host: email.url.host, port: email.url.port ?? (isTLS ? 465 : 587),
        security: isTLS ? .tls : email.startTLS ? .starttls : .none,
        user: email.username.map { secrets.text($0, "executors.email.username") },
        password: email.password.map { secret($0, "email.password") }))
  }

  private func executorSettings() -> ExecutorSettings {
    var result = ExecutorSettings()
    if let stripe = settings.executors.stripe {
      result.stripe = StripeSettings(
        baseURL: stripe.url.description, secret: secret(stripe.key, "stripe.key"), version: stripe.version,
        checksClock: stripe.checksClock, allowPlaintext: settings.sandbox, concurrency: stripe.pace.concurrency,
        timeout: stripe.pace.timeout)
    }
    if let email = settings.executors.email {
      result.email = EmailSettings(
        mailService(email), from: email.from, fromName: "", domain: email.domain, concurrency: email.pace.concurrency,
        timeout: email.pace.timeout)
    }
    if let odoo = settings.executors.odoo {
      result.odoo = OdooSettings(
        baseURL: odoo.url.description, interface: odoo.user.map { .jsonRPC(user: $0) } ?? .json2,
        database: odoo.database, key: secret(odoo.key, "odoo.key"),
        stages: Dictionary(odoo.stages.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first }),
        referenceField: odoo.referenceField,
        fields: Dictionary(odoo.fields.map { ($0.name, $0.field) }, uniquingKeysWith: { first, _ in first }),
        partners: odoo.partners,
        partnerUpdates: Set(odoo.partnerUpdates.compactMap { OdooSettings.PartnerField(rawValue: $0.rawValue) }),
        keyExpires: end(of: odoo.keyExpires), allowPlaintext: settings.sandbox,
        concurrency: odoo.pace.concurrency,
        timeout: odoo.pace.timeout)
    }
    if let linkedin = settings.executors.linkedin {
      result.linkedIn = LinkedInSettings(
        baseURL: linkedin.url.description, token: secret(linkedin.token, "linkedin.token"), author: linkedin.author,
        version: linkedin.version, tokenExpires: end(of: linkedin.tokenExpires), allowPlaintext: settings.sandbox,
        concurrency: linkedin.pace.concurrency,
        timeout: linkedin.pace.timeout)
    }
    if let sms = settings.executors.sms {
      result.sms = SMSSettings(
        baseURL: sms.url.description, account: sms.account, token: secret(sms.token, "sms.token"), from: sms.from,
        callback: sms.callback.flatMap { name in
          settings.ingress.publicURL.map { "\($0)/webhooks/\(name)" }
        }, allowPlaintext: settings.sandbox, concurrency: sms.pace.concurrency, timeout: sms.pace.timeout)
    }
    if let meetings = settings.executors.meetings {
      result.meetings = MeetingSettings(
        service(meetings.place), host: meetings.host, allowPlaintext: settings.sandbox,
        concurrency: meetings.pace.concurrency, timeout: meetings.pace.timeout)
    }
    if let calendar = settings.executors.calendar {
      result.calendar = CalendarSettings(
        service(calendar.place), allowPlaintext: settings.sandbox, concurrency: calendar.pace.concurrency,
        timeout: calendar.pace.timeout)
    }
    return result
  }

  private func service(_ place: ExecutorSection.Meetings.Place) -> MeetingSettings.Service {
    switch place {
    case .zoom(let zoom):
      .zoom(
        ZoomAccount(
          baseURL: zoom.url.description, tokenURL: zoom.tokenURL.description, account: zoom.account,
          client: zoom.client, secret: secret(zoom.secret, "meetings.secret")))
    case .teams(let app): .teams(microsoft(app, "meetings"))
    case .meet(let app): .meet(google(app, "meetings"))
    }
  }

  private func service(_ place: ExecutorSection.Calendar.Place) -> CalendarSettings.Service {
    switch place {
    case .caldav(let server):
      .caldav(
        CalDAVAccount(
          baseURL: server.url.description, path: server.path,
          user: server.username.map { secrets.text($0, "executors.calendar.username") },
          password: server.password.map { secret($0, "calendar.password") }))
    case .google(let app): .google(google(app, "calendar"))
    case .microsoft(let app): .microsoft(microsoft(app, "calendar"))
    }
  }

  private func google(_ app: ExecutorSection.App, _ key: String) -> GoogleAccount {
    GoogleAccount(
      baseURL: app.url.description, tokenURL: app.tokenURL.description, client: app.client,
      secret: secret(app.secret, "\(key).secret"),
      refreshToken: app.refreshToken.map { secret($0, "\(key).refresh_token") } ?? "")
  }

  private func microsoft(_ app: ExecutorSection.App, _ key: String) -> MicrosoftAccount {
    MicrosoftAccount(
      baseURL: app.url.description, loginURL: app.tokenURL.description, tenant: app.tenant ?? "", client: app.client,
      secret: secret(app.secret, "\(key).secret"))
  }
}
