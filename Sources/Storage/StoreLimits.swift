/// The limits on the number of results of one call. They are the same for every store.
public enum StoreLimits {
  /// The range of a limit on rows of history, of verification pages, or of families found by a view field.
  public static let rows = 1...10_000
  /// The range of a limit on families in a list.
  public static let families = 1...1_000

  /// Throws `misuse` if a limit is outside its range.
  ///
  /// - Parameter what: the name of the call, for the message.
  public static func check(_ limit: Int, _ range: ClosedRange<Int>, _ what: String) throws(StoreError) {
    guard range.contains(limit) else {
      throw StoreError(
        .misuse, "\(what): limit \(limit), expected \(range.lowerBound) to \(range.upperBound); read page by page")
    }
  }
}
