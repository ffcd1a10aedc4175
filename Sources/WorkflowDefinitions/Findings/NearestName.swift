/// The nearest of a few known names, for "did you mean".
func nearest(to name: String, in known: [String]) -> String? {
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(name, candidate)
    if distance <= max(1, name.utf8.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Levenshtein's distance over bytes.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.utf8)
  let b = Array(b.utf8)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let previous = row[j + 1]
      row[j + 1] = min(previous + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = previous
    }
  }
  return row[b.count]
}
