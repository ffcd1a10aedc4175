/// The settings of the standard executors. An executor without settings is not available.
public struct ExecutorSettings: Sendable {
  /// The payment provider.
  public var stripe: StripeSettings?
  /// The mail server.
  public var email: EmailSettings?
  /// The CRM.
  public var odoo: OdooSettings?
  /// The social network.
  public var linkedIn: LinkedInSettings?
  /// Text messages.
  public var sms: SMSSettings?
  /// Online meetings.
  public var meetings: MeetingSettings?
  /// The calendars of consultants.
  public var calendar: CalendarSettings?

  /// Creates settings for the given executors.
  public init(
    stripe: StripeSettings? = nil, email: EmailSettings? = nil, odoo: OdooSettings? = nil,
    linkedIn: LinkedInSettings? = nil, sms: SMSSettings? = nil, calendar: CalendarSettings? = nil,
    meetings: MeetingSettings? = nil
  ) {
    self.meetings = meetings
    self.sms = sms
    self.stripe = stripe
    self.email = email
    self.odoo = odoo
    self.linkedIn = linkedIn
    self.calendar = calendar
  }
}
