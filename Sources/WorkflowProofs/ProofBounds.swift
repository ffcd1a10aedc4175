/// The bounds of a proof.
public struct ProofBounds: Sendable {
  /// The most states for each beginning of a family, from 1.
  public var states: Int
  /// The most moves on a path, from 1.
  public var depth: Int
  /// The most beginnings that are explored, from 1. A scenario's `given` is one.
  public var starts: Int
  /// The most violations that are collected for each beginning, from 1.
  public var violations: Int
  /// The number of threads, from 1.
  public var threads: Int

  /// By default 20,000 states for each of 2 beginnings, without a bound on the depth that matters.
  public init(
    states: Int = 20_000, depth: Int = 200, starts: Int = 2, violations: Int = 20, threads: Int = 2
  ) {
    self.states = states
    self.depth = depth
    self.starts = starts
    self.violations = violations
    self.threads = threads
  }
}
