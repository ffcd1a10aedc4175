internal import CEL

/// What one step of a session keeps beside the family's working state.
final class SessionState {
  let definition: SessionDefinition
  var effects: [SessionEffect] = []
  /// Appendix D, statesForDefaultEntry and defaultHistoryContent of the present microstep.
  var entry = EntrySet()
  /// The event that `event` names: the last one taken, also by eventless transitions.
  var event: Occurrence?
  /// False once the session was cancelled: nobody waits for its end.
  var isAwaited = true

  init(_ definition: SessionDefinition) { self.definition = definition }
}

/// Why executable content failed. It ends the block that it stands in, and becomes an event of the internal queue.
struct SessionError: Error {
  var event = "error.execution"
  var place: ContentPlace
  var reason: String
  var sendID: String?

  /// The event's data: what failed, where and why.
  var data: Value {
    .map(
      ValueMap([
        ("tagname", .string(place.element)), ("line", .int(Int64(place.line))), ("column", .int(Int64(place.column))),
        ("reason", .string(reason)),
      ]))
  }
}
