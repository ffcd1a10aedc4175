public import CEL

/// One call of an operator, its arguments checked against the verb's table.
public struct ControlCall: Sendable {
  /// `families.list`; one of `VerbTable.all`.
  public var verb: String
  /// An object with the verb's arguments and no others.
  public var arguments: Value
  public var peer: Peer
  /// The idempotency key of an act, 1 to 255 visible ASCII characters.
  public var key: String?
  /// Why the operator acts; goes into the history.
  public var reason: String?
  /// Show what the act would do, and do nothing.
  public var dryRun: Bool

  public init(
    verb: String, arguments: Value, peer: Peer, key: String? = nil, reason: String? = nil, dryRun: Bool = false
  ) {
    self.verb = verb
    self.arguments = arguments
    self.peer = peer
    self.key = key
    self.reason = reason
    self.dryRun = dryRun
  }
}
