public import CEL

/// What became of an event or a start, told after the commit that made it so.
public enum Verdict: Sendable {
  /// Stored and, if a verdict was wanted, taken. 200
  case accepted(reference: String?, detail: Value)
  /// A family was made. The capabilities are told this once. 201
  case created(reference: String, capabilities: [(role: String, secret: String)], detail: Value)
  /// The same key with the same body came before. The value is the object that the first answer carried; an integer `status` in
  /// it, when there is one, is the status to repeat (else 200).
  case duplicate(Value)
  /// Understood and refused by the workflow. `status` is 409 (not in this state) or 422 (not with this data).
  case rejected(code: String, message: String, status: Int)
  /// The same key came before with another body. 409
  case conflict(message: String)
  /// Durable, but not decided within the patience. `location` is where to look. 202
  case pending(location: String)
  /// No such family, or none that this sender may know of. 404
  case unknownTarget
  /// Nothing was stored; the sender is to come again. 503
  case unavailable(retryAfterSeconds: Int)
}
