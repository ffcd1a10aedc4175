/// A way to a violation.
public struct CounterExample: Sendable {
  /// The fault that it leads to.
  public var violation: Violation
  /// The number of moves after the start.
  public var moves: Int
  /// True if no shorter way leads to it, as far as the representative data tell. Otherwise no single move can be left
  /// out.
  public var isShortest: Bool
  /// The way as a scenario file, which `workflows test` replays.
  public var scenario: String
}
