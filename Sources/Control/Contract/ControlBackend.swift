public import CEL

/// What stands behind the control sockets. The daemon implements it. A call arrives checked: the verb exists, its arguments have
/// their types, the peer may use it, an act has its reason and key.
///
/// The shape of each answer is its verb's `answer` in `VerbTable`. Lists are `{items: […], next: cursor or null}`; any answer may
/// carry `now`, by which `magnetiqctl` tells "in 2 h" (the test clock's, where there is one).
public protocol ControlBackend: Sendable {
  func call(_ call: ControlCall) async throws(ControlFailure) -> Value
  /// For verbs that go on: `events.follow`, `clock.advance`. The stream is cancelled when the peer leaves; the daemon finishes its
  /// streams before it drains the server.
  func stream(_ call: ControlCall) async throws(ControlFailure) -> AsyncStream<Value>
}
