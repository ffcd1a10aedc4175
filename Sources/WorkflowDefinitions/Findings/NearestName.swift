/// Names are short; the work for one that is not stays bounded.
private let longest = 64

/// The nearest of a few known names, for "did you mean".
package func nearest(to name: String, in known: [String]) -> String? {
  var best: (name: String, distance: Int)?
  let length = min(name.utf8.count, longest)
  for candidate in known where abs(min(candidate.utf8.count, longest) - length) <= max(1, length / 3) {
    let distance = editDistance(name, candidate)
    if distance <= max(1, length / 3), distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// A cure: the nearest of the known names, if one is near.
package func didYouMean(_ name: String, among known: [String]) -> String? {
  nearest(to: name, in: known).map { "did you mean '\($0)'?" }
}

/// Levenshtein's distance over the first bytes of both, two neighbours in the wrong order counted once.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.utf8.prefix(longest))
  let b = Array(b.utf8.prefix(longest))
  var last: [Int] = []
  var row = Array(0...b.count)
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, last[j - 1] + 1) }
      next.append(cost)
    }
    (last, row) = (row, next)
  }
  return row[b.count]
}
