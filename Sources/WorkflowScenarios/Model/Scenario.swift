internal import CivilTime
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// One scenario, read and checked against its bundle.
struct Scenario: Sendable {
  struct Beat: Sendable {
    var moves: [Move]
    var then: Expectation?
    var place: Node
  }

  var name: String
  var file: String
  var line: Int
  /// Index into the loaded bundles.
  var bundle: Int
  var at: Instant
  var input: DataExpression
  var params: DataExpression
  var answers: [String: [Answer]]
  var acts: [String: Act]
  var lists: [NamedList]
  /// Moves before the story, whose results are not checked.
  var from: [Move]
  var story: [Beat]
}

/// Moves under a name.
struct Act: Sendable {
  /// Parameters with their values where none is given.
  var defaults: DataExpression
  var moves: [Move]
}

/// Steps that a `then` lists under a name of their own, told apart by a text made of their requests.
struct NamedList: Sendable {
  var name: String
  var step: String
  var item: DataExpression
}
