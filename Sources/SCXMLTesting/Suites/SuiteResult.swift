/// What came of one case of a suite.
public struct SuiteResult: Sendable {
  /// The file's name without its ending, with the folder where cases lie in folders.
  public var name: String
  /// nil if it passed.
  public var failure: String?

  public init(name: String, failure: String?) {
    self.name = name
    self.failure = failure
  }
}
