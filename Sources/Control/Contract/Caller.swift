/// The maker of a request, with the key and the reason of an act.
public struct Caller: Sendable, Hashable {
  /// The process that makes the request.
  public var peer: Peer
  /// The idempotency key of an act, 1 to 255 visible ASCII characters; nil for reads.
  public var key: String?
  /// The operator's reason, which goes into the history; nil for reads.
  public var reason: String?
  /// Whether the act is only to be simulated and described.
  public var dryRun: Bool

  /// Creates a caller.
  public init(peer: Peer, key: String? = nil, reason: String? = nil, dryRun: Bool = false) {
    self.peer = peer
    self.key = key
    self.reason = reason
    self.dryRun = dryRun
  }
}
