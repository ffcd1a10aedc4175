public import CEL
public import EngineMessages

/// The engine as the public door sees it. The daemon implements it; tests record.
public protocol EventSink: Sendable {
  /// Returns the reply after the commit that made it so; nil if there was no commit: then nothing was stored.
  func submit(_ event: InboundEvent) async -> Reply?
  /// The same promise for a new family.
  func start(_ request: StartRequest) async -> Reply?
  /// The public view of a family as far as the reader may see it; nil when there is no such family, or none of the reader's.
  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value?
  /// The role that a capability gives for this family; nil when it gives none. Compared in constant time.
  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String?
  /// Something an operator has to see although nothing was stored: an oversized body, a burst of bad signatures.
  /// Problems: `oversized_body`, `bad_signatures`, `malformed_webhook`, `quota_exceeded`.
  func report(problem: String, detail: Value) async
}
