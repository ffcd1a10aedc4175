/// The finite limits of what one call returns, the same for every store.
public enum StoreLimits {
  /// Rows of history, families by view field.
  public static let rows = 1...10_000
  /// Families in a list.
  public static let families = 1...1_000

  /// `misuse` if a limit is out of its range.
  public static func check(_ limit: Int, _ range: ClosedRange<Int>, _ what: String) throws(StoreError) {
    guard range.contains(limit) else {
      throw StoreError(
        .misuse, "\(what): limit \(limit), expected \(range.lowerBound) to \(range.upperBound); read page by page")
    }
  }
}
