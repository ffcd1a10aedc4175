internal import CEL

/// An error of executable content. It ends the block in which it occurs, and becomes an event in the internal queue.
struct SessionError: Error {
  var event = "error.execution"
  var place: ContentPlace
  var reason: String
  var sendID: String?

  /// The place of the error and its cause, as the event's data.
  var data: Value {
    .map(
      ValueMap([
        ("tagname", .string(place.element)), ("line", .int(Int64(place.line))), ("column", .int(Int64(place.column))),
        ("reason", .string(reason)),
      ]))
  }
}
