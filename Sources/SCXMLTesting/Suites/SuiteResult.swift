/// What came of one case of a suite.
public struct SuiteResult: Sendable {
  /// The file's name without its ending, with the folder where cases lie in folders.
  public var name: String
  /// nil if it passed.
  public var failure: String?
  /// True if it passed by the second of its two scripts only.
  public var byOtherReading: Bool

  public init(name: String, failure: String?, byOtherReading: Bool = false) {
    self.name = name
    self.failure = failure
    self.byOtherReading = byOtherReading
  }
}
