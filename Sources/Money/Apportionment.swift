/// Divides an amount into whole parts.
public enum Apportionment {
  /// Returns parts in proportion to the weights, which add up to the amount. Each part is rounded towards zero. The
  /// remaining units go one by one to the parts with the largest remainders, the first of equals first (Hamilton's
  /// method). A negative amount is divided like the positive one.
  ///
  /// - Parameter weights: at most 100,000, none negative, one above 0. Otherwise the answer is nil.
  public static func parts(of amount: Int64, by weights: [Int64]) -> [Int64]? {
    // With this many weights below 2⁶³, their sum and amount × weight stay below 2¹²⁷.
    guard weights.count <= 100_000, weights.allSatisfy({ $0 >= 0 }) else { return nil }
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0 else { return nil }
    let size = Int128(amount.magnitude)
    var parts: [Int128] = []
    var remainders: [(index: Int, remainder: Int128)] = []
    for (index, weight) in weights.enumerated() {
      let (part, remainder) = (size * Int128(weight)).quotientAndRemainder(dividingBy: sum)
      parts.append(part)
      remainders.append((index, remainder))
    }
    let left = Int(size - parts.reduce(0, +))
    remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
    for entry in remainders.prefix(left) { parts[entry.index] += 1 }
    return parts.map { Int64(amount < 0 ? -$0 : $0) }
  }
}
