internal import CEL
internal import CivilTime
internal import WorkflowDefinitions
internal import YAMLTree

/// A fact that differs from the scenario's expectation.
public struct Difference: Sendable, Hashable {
  /// The scenario's file.
  public var file: String
  /// The line of the expectation, from 1.
  public var line: Int
  /// The column of the expectation, from 1.
  public var column: Int
  /// The thing that differs: `states.booking`, `mails`, `balances.held`.
  public var thing: String
  /// The expected value, as a scenario would state it.
  public var expected: String
  /// The actual value, as a scenario would state it.
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
  /// The scenario's name.
  public var name: String
  /// Its file.
  public var file: String
  /// Its line in that file, from 1.
  public var line: Int
  /// The differences; none if the scenario passed.
  public var differences: [Difference]
  /// The last lines of the journal before the difference.
  public var timeline: [String]
  /// The time that the run took.
  public var duration: Duration
  /// The index of its bundle.
  public var bundle: Int
  /// The states and transitions that it went through.
  public var coverage: Coverage
  /// The text that replaces each `then: show`, by its line.
  public var shown: [(line: Int, text: String)] = []

  /// Whether nothing differs and nothing is left to be copied into the scenario.
  public var isPassed: Bool { differences.isEmpty && shown.isEmpty }
}

/// A value in the notation of scenarios.
func written(_ value: Value) -> String {
  switch value {
  case .string(let text): text
  case .timestamp(let instant): instant.description
  case .duration(let duration): duration.iso8601
  default: JSON.text(value)
  }
}
