/// Bounds on the cost of an evaluation, computed before it runs.
///
/// A unit is about one step of the evaluator. The numbers follow cel-go (`common/cost.go`,
/// `interpreter/runtimecost.go`, `checker/cost.go`), with sizes of texts in UTF-8 bytes:
///
/// | operation | units |
/// |---|---|
/// | a literal, also a list or map of nothing but literals; `&&`, `\|\|`, `?:` themselves | 0 |
/// | a variable, a field, `has`, an index, `!`, `-`, an operator, a call | 1 |
/// | traversing a text or copying a list, for each ten bytes or elements | 1 |
/// | comparing lists and maps | 1 for each element, and its own comparison |
/// | a list or a map | 10 or 30, and 1 for each element |
/// | one turn of a macro | 1, and its body |
/// | sorting, removing duplicates, matching a pattern | by the sizes of the operands (`CallCost`) |
///
/// Every operation is charged before it is done, so a limit on cost bounds both time and memory. `min` ≤ cost ≤ `max`
/// holds for an evaluation that ends with a value, provided that the variables are no larger than declared
/// (`SizeHint`); cost ≤ `max` holds for one that fails. Numbers that do not fit are `Int.max`.
public struct CostEstimate: Hashable, Sendable {
  /// The least cost of an evaluation that ends with a value, in units.
  public var min: Int
  /// The greatest cost of any evaluation, in units; `Int.max` if it is unbounded.
  public var max: Int

  /// - Parameter max: at least `min`.
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
  /// Adds with saturation. Both numbers are at least 0.
  func plus(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func times(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }

  /// The units for traversing this number of bytes or elements.
  @inline(__always)
  var traversed: Int { self / 10 + (self % 10 == 0 ? 0 : 1) }

  /// The number of comparisons for each element when this number of elements is sorted.
  var comparisons: Int { bitWidth - leadingZeroBitCount }
}
