public import CEL

/// What stands behind the public door. The daemon implements it over the engine; tests record.
public protocol EventSink: Sendable {
  /// Returns only after the commit, or with `unavailable` when there was none. With `wantsVerdict` it waits for the event's
  /// macrostep, at most the event's patience, and then says `pending`.
  func submit(_ event: IncomingEvent) async -> Verdict
  /// The same promise for a new family.
  func start(_ request: StartRequest) async -> Verdict
  /// The public view of a family for a role (`site`, or that of a capability); nil when there is no such family.
  func read(reference: String, role: String?) async -> Value?
  /// The role that a capability gives for this family; nil when it gives none. Compared in constant time.
  func authorize(capability secret: String, reference: String) async -> String?
  /// Something an operator has to see although nothing was stored: an oversized body, a burst of bad signatures.
  /// Problems: `oversized_body`, `bad_signatures`, `malformed_webhook`, `livemode_mismatch`.
  func report(problem: String, detail: Value) async
}
