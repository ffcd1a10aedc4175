public import CivilTime

/// Lists the executors that are configured, by name.
public struct ListExecutors: ControlRequest {
  /// The verb `executors.list`, which reads.
  public static let verb = Verb("executors.list")
  /// The answer is a page of `ExecutorSummary`.
  public typealias Answer = Page<ExecutorSummary>

  /// Creates the request, which has no arguments.
  public init() {}
}

/// An executor in a list.
public struct ExecutorSummary: Codable, Sendable {
  /// Its name: the section of the settings.
  public var name: String
  /// The steps that it carries out.
  public var steps: [String]
  /// The most attempts at once.
  public var concurrency: Int64
  /// Why its work waits, one sentence for each open incident; empty while it works.
  public var problems: [String]
  /// The tokens, keys and versions that it loses at a known time.
  public var expires: [Expiry]

  /// Creates an `ExecutorSummary` from its fields.
  public init(name: String, steps: [String], concurrency: Int64, problems: [String], expires: [Expiry]) {
    self.name = name
    self.steps = steps
    self.concurrency = concurrency
    self.problems = problems
    self.expires = expires
  }

  /// Something that ends.
  public struct Expiry: Codable, Sendable {
    /// The name of the thing that ends.
    public var what: String
    /// When it ends.
    public var at: Instant

    /// Creates an `Expiry` from its fields.
    public init(what: String, at: Instant) {
      self.what = what
      self.at = at
    }
  }
}
