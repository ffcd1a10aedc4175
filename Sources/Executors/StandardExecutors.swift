public import CivilTime
public import Execution
public import Transport

/// The executors that come with the daemon.
public enum StandardExecutors {
  /// Every step that any of the executors declares, configured or not. Definitions can be checked against it without
  /// settings.
  public static let catalogue: [StepDeclaration] =
    configured.flatMap(\.steps) + [HumanTaskCatalogue.task, HumanTaskCatalogue.connect]

  /// The catalogue with the CRM's own fields, so that a misspelt name in `custom` of `crm.upsert` is a finding.
  ///
  /// - Parameter crmFields: our names for the fields; nil leaves them to the run, where an unknown one is an incident.
  public static func catalogue(crmFields: [String]?) -> [StepDeclaration] {
    guard let crmFields else { return catalogue }
    let upsert = OdooExecutor.upsert(fields: crmFields)
    return catalogue.map { $0.name == upsert.name ? upsert : $0 }
  }

  /// The steps of the executors that need settings, by the name of their section in the settings.
  public static let configured: [(section: String, steps: [StepDeclaration])] = [
    ("stripe", StripeCatalogue.all), ("email", [EmailCatalogue.send]),
    ("odoo", [OdooExecutor.upsert, OdooExecutor.activity]),
    ("linkedin", [LinkedInExecutor.post]), ("sms", [SMSExecutor.send]),
    ("meetings", MeetingCatalogue.all), ("calendar", CalendarCatalogue.all),
  ]

  /// Creates the executors that are configured, and the one for human tasks. Mails are written from the library, which
  /// may be filled later. The executors share the transports, which the caller stops at the end.
  public static func make(
    _ settings: ExecutorSettings, http: any HTTPTransport, smtp: any SMTPTransport, templates: MailTemplateLibrary,
    zones: any ZoneSource, links: MailLinks = MailLinks(), suppressions: SuppressionList = SuppressionList()
  ) -> [any Executor] {
    var executors: [any Executor] = [HumanTaskExecutor()]
    if let stripe = settings.stripe { executors.append(StripeExecutor(stripe, transport: http)) }
    if let email = settings.email {
      executors.append(
        EmailExecutor(
          email, templates: templates, zones: zones, transport: smtp, http: http, links: links,
          suppressions: suppressions))
    }
    if let odoo = settings.odoo { executors.append(OdooExecutor(odoo, transport: http)) }
    if let linkedIn = settings.linkedIn { executors.append(LinkedInExecutor(linkedIn, transport: http)) }
    if let sms = settings.sms { executors.append(SMSExecutor(sms, transport: http, suppressions: suppressions)) }
    if let meetings = settings.meetings { executors.append(MeetingExecutor(meetings, transport: http)) }
    if let calendar = settings.calendar { executors.append(CalendarExecutor(calendar, transport: http)) }
    return executors
  }
}
