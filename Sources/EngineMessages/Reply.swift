/// The disposition of an event that was accepted.
public enum Disposition: String, Sendable, Hashable, CaseIterable {
  /// A transition took the event.
  case handled
  /// The family's present state does not react to the event.
  case ignored
  /// The event waits for the family to change its state.
  case deferred
  /// An equal event waits already, so this one adds nothing.
  case already
  /// The event is kept. The family is stopped and receives it once it runs again.
  case queued
  /// The event is kept, because no family takes it yet. It is retried, and in the end an incident reports it.
  case unmatched
  /// An incident holds the event.
  case held
  /// The event is older than the memory of duplicates. It is never processed, and an incident reports it.
  case quarantined
}

/// The reply to the sender of an input, given after the commit. It has this form all the way from the engine to the
/// edge.
public enum Reply: Sendable, Hashable {
  /// The event is durable. `reference` is empty if the sender named no family.
  case accepted(reference: String, disposition: Disposition)
  /// A family was started. The capabilities are derived, so that a repeated request receives them again.
  case created(reference: String, capabilities: [Capability])
  /// An operator's command was carried out. `result` is the new status of its object (`done`, `retried`).
  case carriedOut(reference: String, result: String)
  /// The same key with the same content was seen before; this is the reply that it received.
  indirect case duplicate(of: Reply)
  /// The input was understood and refused. Nothing but the refusal was stored.
  case rejected(code: String, message: String)
  /// The same key was seen with other content. Nothing was stored.
  case conflict(String)
  /// There is no such family, task or incident.
  case unknownTarget(String)
  /// A limit is reached. Nothing was stored, and the sender should retry later.
  case overloaded(String)
  /// The business key of the new family exists. The sender has to draw another one.
  case keyExists(String)

  /// The secret with which a party of a family may act.
  public struct Capability: Sendable, Hashable {
    /// The party, for example `client`.
    public var role: String
    /// The secret itself; it must not be logged.
    public var secret: String

    /// - Parameter role: the party, for example `client`.
    public init(role: String, secret: String) {
      self.role = role
      self.secret = secret
    }
  }

  /// The codes of refusals that are faults of the request itself, whatever the state of the family. HTTP answers them
  /// with 422, and all other refusals with 409.
  public static let requestFaults: Set<String> = [
    "wrong_input", "wrong_data", "unknown_event", "unknown_workflow", "reserved_name", "forbidden", "missing_fields",
  ]

  /// True for a refusal that would be the same in any state of the family.
  public var isRequestFault: Bool {
    switch self {
    case .rejected(let code, _): Self.requestFaults.contains(code)
    case .duplicate(let original): original.isRequestFault
    default: false
    }
  }
}
