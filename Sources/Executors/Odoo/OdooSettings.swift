public import Secrets

/// How Odoo's JSON-2 interface (19 and later) is reached.
public struct OdooSettings: Sendable {
  /// Without a slash at the end.
  public var baseURL: String
  /// The database, where the server has several.
  public var database: String?
  /// An API key; Odoo lets them live three months at most.
  public var key: Secret
  /// Our stage names to those of the CRM's pipeline; one that is not here is looked up as it is.
  public var stages: [String: String]
  /// A field that the CRM's administrator added to leads for the booking's reference, `x_booking_ref`; nil: there is none, as in a
  /// stock CRM, where the external id names the booking all the same.
  public var referenceField: String?
  /// Plain http, for the sandbox only.
  public var allowPlaintext: Bool
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero.
  public var timeout: Duration

  public init(
    baseURL: String, database: String? = nil, key: Secret, stages: [String: String] = [:],
    referenceField: String? = nil, allowPlaintext: Bool = false, concurrency: Int = 4,
    timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.database = database
    self.key = key
    self.stages = stages
    self.referenceField = referenceField
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
