/// The nearest point with a given sum whose parts are within bounds.
enum SimplexProjection {
  /// Shifts all parts by one number and cuts them at their bounds; the number is found by bisection. The bounds allow
  /// the sum.
  static func project(_ point: [Double], sum: Double, within bounds: [ClosedRange<Double>]) -> [Double] {
    let shifted = { (shift: Double) in
      zip(point, bounds).map { min($1.upperBound, max($1.lowerBound, $0 - shift)) }
    }
    let reach = point.reduce(0) { max($0, $1.magnitude) } + bounds.reduce(0) { max($0, $1.upperBound) }
    var (low, high) = (-reach, reach)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if shifted(middle).reduce(0, +) > sum { low = middle } else { high = middle }
    }
    return shifted(high)
  }

  /// Rounds to whole numbers with exactly the sum, within bounds: down first, then up by largest remainder. The bounds
  /// allow the sum.
  static func whole(_ point: [Double], sum: Int, least: [Int], most: [Int]) -> [Int] {
    var parts = point.indices.map { min(most[$0], max(least[$0], Int(point[$0].rounded(.down)))) }
    let order = point.indices.sorted {
      let (a, b) = (point[$0] - point[$0].rounded(.down), point[$1] - point[$1].rounded(.down))
      return a != b ? a > b : $0 < $1
    }
    var turn = 0
    while true {
      let missing = sum - parts.reduce(0, +)
      guard missing != 0 else { return parts }
      let index = order[turn % order.count]
      if (least[index]...most[index]).contains(parts[index] + missing.signum()) { parts[index] += missing.signum() }
      turn += 1
    }
  }
}
