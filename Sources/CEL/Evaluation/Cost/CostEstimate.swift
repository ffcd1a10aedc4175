/// What an evaluation costs, bounded before it runs.
///
/// The unit is about one step of the evaluator; the numbers follow cel-go (`common/cost.go`, `interpreter/runtimecost.go`,
/// `checker/cost.go`), with sizes of texts in UTF-8 bytes:
///
/// | what | units |
/// |---|---|
/// | a literal, also a list or map of nothing but literals; `&&`, `\|\|`, `?:` themselves | 0 |
/// | a variable, a field, `has`, an index, `!`, `-`, an operator, a call | 1 |
/// | going over a text or copying a list, ten bytes or elements | 1 |
/// | comparing lists and maps | 1 an element, and its own comparison |
/// | a list or a map | 10 or 30, and 1 an element |
/// | one turn of a macro | 1, and its body |
/// | sorting, removing duplicates, matching a pattern | by the sizes of what is compared (`CallCost`) |
///
/// Everything is charged before the work is done, so that a limit of cost bounds time and memory. Of an evaluation that
/// ends with a value, `min` ≤ cost ≤ `max` holds, provided that the variables are no larger than declared (`SizeHint`);
/// of one that fails, cost ≤ `max`. Numbers that do not fit are `Int.max`.
public struct CostEstimate: Hashable, Sendable {
  public var min: Int
  public var max: Int

  public init(min: Int, max: Int) { (self.min, self.max) = (min, max) }

  init(_ both: Int) { self.init(min: both, max: both) }

  static func + (a: CostEstimate, b: CostEstimate) -> CostEstimate {
    CostEstimate(min: a.min.plus(b.min), max: a.max.plus(b.max))
  }

  static func * (a: CostEstimate, b: CostEstimate) -> CostEstimate {
    CostEstimate(min: a.min.times(b.min), max: a.max.times(b.max))
  }

  func union(_ other: CostEstimate) -> CostEstimate {
    CostEstimate(min: Swift.min(min, other.min), max: Swift.max(max, other.max))
  }

  func map(_ change: (Int) -> Int) -> CostEstimate { CostEstimate(min: change(min), max: change(max)) }
}

extension Int {
  /// Saturating; both are at least 0.
  func plus(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func times(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }

  /// Units for going over that many bytes or elements.
  @inline(__always)
  var traversed: Int { self / 10 + (self % 10 == 0 ? 0 : 1) }

  /// Comparisons an element when that many are sorted.
  var comparisons: Int { bitWidth - leadingZeroBitCount }
}
