public import CivilTime
public import Secrets

/// The settings for Odoo's CRM.
public struct OdooSettings: Sendable {
  /// The interface that is spoken.
  public enum Interface: Sendable, Hashable {
    /// `POST /json/2/<model>/<method>`, of Odoo 19 and later.
    case json2
    /// `POST /jsonrpc`, which Odoo 22 will no longer have. It needs the login of the key's user.
    case jsonRPC(user: String)
  }

  /// A field of a contact that later steps may change.
  public enum PartnerField: String, Sendable, Hashable, CaseIterable { case name, email, phone }

  /// JSON-2, unless the server is older.
  public var interface: Interface
  /// The server's address, without a slash at the end.
  public var baseURL: String
  /// The database, for a server that has several.
  public var database: String?
  /// An API key. Odoo lets keys live three months at most.
  public var key: Secret
  /// The names of the CRM's stages by ours. A stage that is not here is looked up by its own name.
  public var stages: [String: String]
  /// The field that the CRM's administrator added to leads for the booking's reference, such as `x_booking_ref`. It is
  /// nil for a stock CRM, where the external id identifies the booking.
  public var referenceField: String?
  /// The fields that the CRM's administrator added to leads for other facts, by our names for them.
  public var fields: [String: String]
  /// True to give leads their contact. The key's user needs the right to make contacts.
  public var partners: Bool
  /// The fields that are brought up to date in a contact that is there. People's own edits of the others stay.
  public var partnerUpdates: Set<PartnerField>
  /// When the key ends, if an operator has noted it: Odoo does not tell.
  public var keyExpires: Instant?
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero. A step makes up to sixteen.
  public var timeout: Duration

  /// Creates settings; by default 4 attempts at once and 30 seconds for each call.
  public init(
    baseURL: String, interface: Interface = .json2, database: String? = nil, key: Secret,
    stages: [String: String] = [:],
    referenceField: String? = nil, fields: [String: String] = [:], partners: Bool = true,
    partnerUpdates: Set<PartnerField> = [], keyExpires: Instant? = nil, allowPlaintext: Bool = false,
    concurrency: Int = 4,
    timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.interface = interface
    self.database = database
    self.key = key
    self.stages = stages
    self.referenceField = referenceField
    self.fields = fields
    self.partners = partners
    self.partnerUpdates = partnerUpdates
    self.keyExpires = keyExpires
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
