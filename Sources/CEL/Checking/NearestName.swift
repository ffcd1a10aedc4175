/// Finds the name that was probably meant: the one at the smallest edit distance, if that is small enough.
package enum NearestName {
  private static let longest = 64

  /// Returns "did you mean 'x'?", or the list of names if there are at most 12; otherwise nil.
  static func hint(_ name: String, among names: [String]) -> String? {
    if let nearest = find(name, among: names) { return "did you mean '\(nearest)'?" }
    if names.isEmpty || names.count > 12 { return nil }
    return "one of " + names.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Returns the nearest name. The first of equally near names wins, so callers pass them in a stable order.
  package static func find(_ name: String, among names: [String]) -> String? {
    let wanted = Array(name.utf8.prefix(longest))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(wanted, Array(candidate.utf8.prefix(longest)))
      guard distance <= max(1, min(wanted.count, candidate.utf8.count) / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The Damerau-Levenshtein distance with adjacent transpositions. ASCII letters are compared without case.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        let same = folded(a[i]) == folded(b[j])
        var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (same ? 0 : 1))
        if i > 0, j > 0, folded(a[i]) == folded(b[j - 1]), folded(a[i - 1]) == folded(b[j]) {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[b.count]
  }
}
