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

  func make(http: CurlClient, templates: MailTemplateLibrary, zones: any ZoneSource) -> [any Executor] {
    StandardExecutors.make(executorSettings(), http: http, smtp: http, templates: templates, zones: zones)
  }

  private func secret(_ name: CredentialName, _ key: String) -> Secret {
    Secret(secrets.text(name, "executors.\(key)"))
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
      let isTLS = email.url.scheme == "smtps"
      result.email = EmailSettings(
        server: SMTPServer(
          host: email.url.host, port: email.url.port ?? (isTLS ? 465 : 587),
          security: isTLS ? .tls : email.startTLS ? .starttls : .none,
          user: email.username.map { secrets.text($0, "executors.email.username") },
          password: email.password.map { secret($0, "email.password") }),
        from: email.from, fromName: "", domain: email.domain, concurrency: email.pace.concurrency,
        timeout: email.pace.timeout)
    }
    if let odoo = settings.executors.odoo {
      result.odoo = OdooSettings(
        baseURL: odoo.url.description, database: odoo.database, key: secret(odoo.key, "odoo.key"),
        stages: Dictionary(odoo.stages.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first }),
        referenceField: odoo.referenceField, allowPlaintext: settings.sandbox, concurrency: odoo.pace.concurrency,
        timeout: odoo.pace.timeout)
    }
    if let linkedin = settings.executors.linkedin {
      result.linkedIn = LinkedInSettings(
        baseURL: linkedin.url.description, token: secret(linkedin.token, "linkedin.token"), author: linkedin.author,
        version: linkedin.version, allowPlaintext: settings.sandbox, concurrency: linkedin.pace.concurrency,
        timeout: linkedin.pace.timeout)
    }
    return result
  }
}
