/// The disposition of an event that was taken.
public enum Disposition: String, Sendable, Hashable, CaseIterable {
  /// A transition took it.
  case handled
  /// The family's present state has no use for it.
  case ignored
  /// It waits for the family to change.
  case deferred
  /// An equal one waits already, so that this one adds nothing.
  case already
  /// Kept: the family is stopped and hears it once it runs again.
  case queued
  /// Kept: no family wants it yet; it is tried again, then an incident tells of it.
  case unmatched
  /// An incident holds it.
  case held
  /// Older than what is remembered of duplicates; never processed, an incident tells of it.
  case quarantined
}

/// The reply to the sender of an input, after the commit that made it so: the one form from the engine to the rim.
public enum Reply: Sendable, Hashable {
  /// Durable. `reference` is empty where the sender named no family.
  case accepted(reference: String, disposition: Disposition)
  /// A family was started. The capabilities are derived, so that a repeated request hears them again.
  case created(reference: String, capabilities: [Capability])
  /// An operator's command was carried out; `result` says how its object stands now (`done`, `retried`).
  case carriedOut(reference: String, result: String)
  /// The same key with the same content came before: this is what it heard.
  indirect case duplicate(of: Reply)
  /// Understood and refused; nothing but the refusal was stored.
  case rejected(code: String, message: String)
  /// The same key came before with other content; nothing was stored.
  case conflict(String)
  /// No such family, task or incident.
  case unknownTarget(String)
  /// A bound is reached: nothing was stored, the sender is to come again.
  case overloaded(String)
  /// The business key of the new family exists: draw another.
  case keyExists(String)

  /// The secret with which a party of a family may act.
  public struct Capability: Sendable, Hashable {
    public var role: String
    public var secret: String

    public init(role: String, secret: String) {
      self.role = role
      self.secret = secret
    }
  }

  /// Refusals of the request itself, whatever the state of the family: HTTP's 422, where all others are 409.
  public static let requestFaults: Set<String> = [
    "wrong_input", "wrong_data", "unknown_event", "unknown_workflow", "reserved_name", "forbidden", "missing_fields",
  ]

  /// True for a refusal that no other state of the family would change.
  public var isRequestFault: Bool {
    switch self {
    case .rejected(let code, _): Self.requestFaults.contains(code)
    case .duplicate(let original): original.isRequestFault
    default: false
    }
  }
}
