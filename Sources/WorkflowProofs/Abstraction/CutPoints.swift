internal import CEL
internal import CivilTime

/// Finds where comparisons change their result, by looking at both sides before and after one value was moved a little.
/// This is exact for sides that are linear in that value, as sums and differences of times are.
enum CutPoints {
  typealias Sides = [(left: Value, right: Value)?]

  /// A distance that hardly ever coincides with one that a definition computes.
  static let probe: Duration = .seconds(3_607)

  /// Returns the amounts by which a time has to move for the sides of a comparison to become equal.
  static func shifts(before: Sides, after: Sides) -> [Duration] {
    zip(before, after).compactMap { pair -> Duration? in
      guard let old = pair.0.flatMap(difference), let new = pair.1.flatMap(difference) else { return nil }
      let slope = new - old
      if slope == probe { return .zero - old }
      if slope == .zero - probe { return old }
      return nil
    }
  }

  /// Returns the numbers near which a comparison changes its result, for a value that was `base` before and one more
  /// after.
  static func numbers(base: Int64, before: Sides, after: Sides) -> [Int64] {
    var result: [Int64] = []
    for (old, new) in zip(before, after) {
      guard let old = old.flatMap(distance), let new = new.flatMap(distance), new != old else { continue }
      let (cut, overflow) = base.subtractingReportingOverflow(old / (new - old))
      if overflow || cut > 1 << 53 || cut < -(1 << 53) { continue }
      result += [cut - 1, cut, cut + 1]
    }
    return result
  }

  /// Returns the texts that a text is compared with.
  static func texts(marker: String, _ sides: Sides) -> [String] {
    sides.flatMap { pair -> [String] in
      guard let (left, right) = pair else { return [] }
      let other = left.stringValue == marker ? right : right.stringValue == marker ? left : .null
      switch other {
      case .string(let text): return [text]
      case .list(let items): return items.compactMap(\.stringValue)
      default: return []
      }
    }
  }

  private static func difference(_ sides: (left: Value, right: Value)) -> Duration? {
    switch sides {
    case (.timestamp(let a), .timestamp(let b)): a.duration(since: b)
    case (.duration(let a), .duration(let b)): a - b
    default: nil
    }
  }

  private static func distance(_ sides: (left: Value, right: Value)) -> Int64? {
    guard case (.int(let a), .int(let b)) = sides else { return nil }
    let (result, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? nil : result
  }
}
