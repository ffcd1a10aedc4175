import CEL
public import CivilTime

/// All routes of a control server, by verb.
public struct ControlRoutes: Sendable {
  private let byVerb: [String: Route]
  /// The daemon's clock. Every answer that is an object carries its time as `now`.
  let now: @Sendable () -> Instant

  /// Creates the table.
  ///
  /// - Parameter routes: one for each verb; of several for a verb, the last one counts.
  public init(_ routes: [Route], now: @escaping @Sendable () -> Instant) {
    byVerb = Dictionary(routes.map { ($0.request.verb.name, $0) }) { $1 }
    self.now = now
  }

  /// The names of the verbs, sorted.
  public var verbs: [String] { byVerb.keys.sorted() }

  subscript(verb: String) -> Route? { byVerb[verb] }

  func stamped(_ answer: Value) -> Value {
    guard case .map(var map) = answer else { return answer }
    map["now"] = .timestamp(now())
    return .map(map)
  }
}
