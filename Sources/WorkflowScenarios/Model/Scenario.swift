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
  /// The index of its bundle among the loaded ones.
  var bundle: Int
  var at: Instant
  var input: DataExpression
  var params: DataExpression
  var answers: [String: [Answer]]
  var acts: [String: Act]
  var lists: [NamedList]
  /// Moves before the scenario's own, whose results are not checked.
  var from: [Move]
  var story: [Beat]
}

/// A named list of moves.
struct Act: Sendable {
  /// Its parameters with their default values.
  var defaults: DataExpression
  var moves: [Move]
}

/// Steps that `then` lists under a name of their own, identified by a text that is made from their requests.
struct NamedList: Sendable {
  var name: String
  var step: String
  var item: DataExpression
}
