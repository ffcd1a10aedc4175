internal import CEL

/// Why executable content failed. It ends the block that it stands in, and becomes an event of the internal queue.
struct SessionError: Error {
  var event = "error.execution"
  var place: ContentPlace
  var reason: String
  var sendID: String?

  /// The failure, with its place and its cause.
  var data: Value {
    .map(
      ValueMap([
        ("tagname", .string(place.element)), ("line", .int(Int64(place.line))), ("column", .int(Int64(place.column))),
        ("reason", .string(reason)),
      ]))
  }
}
