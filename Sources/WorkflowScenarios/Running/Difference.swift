internal import CEL
internal import CivilTime
internal import WorkflowDefinitions
internal import YAMLTree

/// Something that is not as the scenario says.
public struct Difference: Sendable, Hashable {
  /// Of the scenario's file.
  public var file: String
  public var line: Int
  public var column: Int
  /// `states.booking`, `mails`, `balances.held`.
  public var thing: String
  public var expected: String
  public var actual: String

  init(place: Node, thing: String, expected: String, actual: String) {
    file = place.file
    line = place.line
    column = place.column
    self.thing = thing
    self.expected = expected
    self.actual = actual
  }
}

/// The result of a scenario.
public struct ScenarioResult: Sendable {
  public var name: String
  public var file: String
  public var line: Int
  /// Empty: it passed.
  public var differences: [Difference]
  /// The last lines of the journal before the difference.
  public var timeline: [String]
  public var duration: Duration
  /// Index of its bundle.
  public var bundle: Int
  public var coverage: Coverage
  /// The text that `then: show` stands for, by the line where it is written.
  public var shown: [(line: Int, text: String)] = []

  public var isPassed: Bool { differences.isEmpty && shown.isEmpty }
}

/// A value as a scenario would have it written.
func written(_ value: Value) -> String {
  switch value {
  case .string(let text): text
  case .timestamp(let instant): instant.description
  case .duration(let duration): duration.iso8601
  default: JSON.text(value)
  }
}
