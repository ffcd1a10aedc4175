/// The result of one case of a suite.
public struct SuiteResult: Sendable {
  /// The file's name without its ending, preceded by the folder where the suite has folders.
  public var name: String
  /// The difference from the expected result; nil if the case passed.
  public var failure: String?
  /// True if the case passed only by the second of its two scripts.
  public var byOtherReading: Bool

  /// Creates a result.
  public init(name: String, failure: String?, byOtherReading: Bool = false) {
    self.name = name
    self.failure = failure
    self.byOtherReading = byOtherReading
  }
}
