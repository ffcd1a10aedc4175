/// Finds the name that was probably meant: the one at the smallest edit distance, if that is small enough.
package enum NearestName {
  /// Names are short; the work for one that is not stays bounded.
  private static let longest = 64

  /// Returns "did you mean 'x'?", or nil when no name is near.
  package static func cure(_ name: String, among names: [String]) -> String? {
    find(name, among: names).map { "did you mean '\($0)'?" }
  }

  /// Returns "did you mean 'x'?", or the list of names if there are at most 12; otherwise nil.
  static func hint(_ name: String, among names: [String]) -> String? {
    if let cure = cure(name, among: names) { return cure }
    if names.isEmpty || names.count > 12 { return nil }
    return "one of " + names.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Returns the nearest name if it is near: one slip in three characters. The first of equally near names wins, so callers pass them in
  /// a stable order.
  package static func find(_ name: String, among names: [String]) -> String? {
    let wanted = Array(name.utf8.prefix(longest))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let length = min(candidate.utf8.count, longest)
      let nearby = max(1, min(wanted.count, length) / 3)
      guard abs(wanted.count - length) <= nearby else { continue }
      let distance = distance(wanted, Array(candidate.utf8.prefix(longest)))
      if distance <= nearby, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Levenshtein's distance with swaps of neighbours counted once (optimal string alignment). ASCII letters are compared without case.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
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
