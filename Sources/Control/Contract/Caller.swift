/// Who makes a request, and why.
public struct Caller: Sendable, Hashable {
  public var peer: Peer
  /// The idempotency key of an act, 1 to 255 visible ASCII characters; nil for reads.
  public var key: String?
  /// Why the operator acts; it goes into the history. nil for reads.
  public var reason: String?
  /// Show what the act would do, and do nothing.
  public var dryRun: Bool

  public init(peer: Peer, key: String? = nil, reason: String? = nil, dryRun: Bool = false) {
    self.peer = peer
    self.key = key
    self.reason = reason
    self.dryRun = dryRun
  }
}
