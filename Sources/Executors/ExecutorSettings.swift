/// The systems that the standard executors speak to; one that is nil is not there.
public struct ExecutorSettings: Sendable {
  public var stripe: StripeSettings?
  public var email: EmailSettings?
  public var odoo: OdooSettings?
  public var linkedIn: LinkedInSettings?

  public init(
    stripe: StripeSettings? = nil, email: EmailSettings? = nil, odoo: OdooSettings? = nil,
    linkedIn: LinkedInSettings? = nil
  ) {
    self.stripe = stripe
    self.email = email
    self.odoo = odoo
    self.linkedIn = linkedIn
  }
}
