import CEL
public import CivilTime

/// Everything that a control server answers, verb by verb.
public struct ControlRoutes: Sendable {
  private let byVerb: [String: Route]
  /// The clock that the daemon lives by. Every answer that is an object carries it as `now`.
  let now: @Sendable () -> Instant

  /// - Parameter routes: one for each verb; the last one counts.
  public init(_ routes: [Route], now: @escaping @Sendable () -> Instant) {
    byVerb = Dictionary(routes.map { ($0.request.verb.name, $0) }) { $1 }
    self.now = now
  }

  /// Sorted.
  public var verbs: [String] { byVerb.keys.sorted() }

  subscript(verb: String) -> Route? { byVerb[verb] }

  func stamped(_ answer: Value) -> Value {
    guard case .map(var map) = answer else { return answer }
    map["now"] = .timestamp(now())
    return .map(map)
  }
}
