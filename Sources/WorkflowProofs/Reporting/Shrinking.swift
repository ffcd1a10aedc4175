/// Shortens a path on which a violation was found, by leaving moves out as long as the same violation follows.
struct Shrinking {
  let model: FamilyModel
  let violation: Violation

  func shortened(_ path: [ProofMove]) -> [ProofMove] {
    var path = path
    var length = max(1, path.count / 2)
    while length > 0 {
      var start = 0
      var hasShrunk = false
      while start < path.count {
        var shorter = path
        shorter.removeSubrange(start..<min(start + length, path.count))
        if let reached = reaching(shorter) {
          path = reached
          hasShrunk = true
        } else {
          start += length
        }
      }
      if !hasShrunk || length > 1 { length /= 2 }
    }
    return path
  }

  /// Returns the beginning of the path that leads to the violation; nil if it does not.
  private func reaching(_ path: [ProofMove]) -> [ProofMove]? {
    guard let beginning = model.begin(), beginning.violation == nil else { return nil }
    var state = beginning.state
    for (index, move) in path.enumerated() {
      let consequence = model.apply(move, to: state)
      if let found = consequence.violation {
        return found.isSame(as: violation) ? Array(path[...index]) : nil
      }
      if consequence.isRefused || consequence.isExcluded { return nil }
      state = consequence.state
    }
    return nil
  }
}
