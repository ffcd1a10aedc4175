import CivilTime
import DaemonSettings
import Execution
import Executors
import Secrets
import SystemdSupport
import Transport

/// Settings and credentials into executors.
struct ExecutorSetup {
  let settings: Settings
  let credentials: Credentials

  func make(http: CurlClient, templates: MailTemplateLibrary, zones: any ZoneSource) throws -> [any Executor] {
    StandardExecutors.make(try executorSettings(), http: http, smtp: http, templates: templates, zones: zones)
  }

  private func secret(_ name: CredentialName) throws -> Secret {
    Secret(try credentials.text(name.description))
  }

  private func executorSettings() throws -> ExecutorSettings {
    var result = ExecutorSettings()
    if let stripe = settings.executors.stripe {
      result.stripe = StripeSettings(
        baseURL: stripe.url.description, secret: try secret(stripe.key), version: stripe.version,
        checksClock: stripe.checksClock, allowPlaintext: settings.sandbox, concurrency: stripe.pace.concurrency,
        timeout: stripe.pace.timeout)
    }
    if let email = settings.executors.email {
      let isTLS = email.url.scheme == "smtps"
      result.email = EmailSettings(
        server: SMTPServer(
          host: email.url.host, port: email.url.port ?? (isTLS ? 465 : 587),
          security: isTLS ? .tls : email.startTLS ? .starttls : .none,
          user: try email.username.map { try credentials.text($0.description) },
          password: try email.password.map(secret)),
        from: email.from, fromName: "", domain: email.domain, concurrency: email.pace.concurrency,
        timeout: email.pace.timeout)
    }
    if let odoo = settings.executors.odoo {
      result.odoo = OdooSettings(
        baseURL: odoo.url.description, database: odoo.database, key: try secret(odoo.key),
        stages: Dictionary(odoo.stages.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first }),
        referenceField: odoo.referenceField, allowPlaintext: settings.sandbox, concurrency: odoo.pace.concurrency,
        timeout: odoo.pace.timeout)
    }
    if let linkedin = settings.executors.linkedin {
      result.linkedIn = LinkedInSettings(
        baseURL: linkedin.url.description, token: try secret(linkedin.token), author: linkedin.author,
        version: linkedin.version, allowPlaintext: settings.sandbox, concurrency: linkedin.pace.concurrency,
        timeout: linkedin.pace.timeout)
    }
    return result
  }
}
