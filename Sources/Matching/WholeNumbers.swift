/// Rounding of the published whole numbers. Scores, points and weights are integers everywhere; a fraction exists only
/// inside one formula, and this is where it ends.
enum WholeNumbers {
  /// Returns `numerator / denominator` rounded half up, for a numerator of at least 0 and a positive denominator.
  static func halfUp(_ numerator: Int, _ denominator: Int) -> Int {
    (2 * numerator + denominator) / (2 * denominator)
  }

  /// Returns a finite number of at least 0 rounded half up, at most `limit`.
  static func halfUp(_ value: Double, atMost limit: Int) -> Int {
    value >= Double(limit) ? limit : Int((value + 0.5).rounded(.down))
  }

  /// Distributes `total` over parts in proportion to `shares` by largest remainder, earlier parts first among equals.
  /// The result sums to `total`. Shares are at least 0 and not all 0.
  static func apportion(_ total: Int, by shares: [Int]) -> [Int] {
    let sum = shares.reduce(0, +)
    var parts = shares.map { total * $0 / sum }
    let order = shares.indices.sorted {
      let (a, b) = (total * shares[$0] % sum, total * shares[$1] % sum)
      return a != b ? a > b : $0 < $1
    }
    for index in order.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
    return parts
  }
}
