internal import CivilTime

/// Candidates in order: total, then expertise, then a hash of id and day. So nobody is last for ever among equals, and
/// everybody who asks on one day sees the same order.
struct CandidateRanking {
  struct Candidate {
    /// In the shelf.
    let number: Int
    let scores: DimensionScores
    let overall: Int

    /// Compares totals, then expertise.
    var key: Int { overall << 7 | scores[.expertise] }
  }

  let candidates: [Candidate]
  private let shelf: ConsultantShelf
  private let day: [UInt8]
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  /// - Parameter digest: SHA-256.
  init(
    _ candidates: [Candidate], _ shelf: ConsultantShelf, now: Instant, digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.candidates = candidates
    self.shelf = shelf
    day = Array(now.description.prefix(10).utf8)
    self.digest = digest
  }

  /// The first `count` candidates. Hashes are computed only of those who can be among them.
  func top(_ count: Int) -> [Candidate] {
    guard count > 0 else { return [] }
    var counts = [Int](repeating: 0, count: 101 << 7)
    for candidate in candidates { counts[candidate.key] += 1 }
    var (least, above) = (counts.count, 0)
    while least > 0, above < count {
      least -= 1
      above += counts[least]
    }
    return Array(ordered(candidates.filter { $0.key >= least }).prefix(count))
  }

  /// Puts the best newcomer on the place kept for one, if none stands there or before it.
  ///
  /// - Parameters:
  ///   - shown: the first candidates.
  ///   - place: from 1; 0 keeps no place.
  func keepingPlace(_ place: Int, in shown: [Candidate]) -> [Candidate] {
    guard place > 0, shown.count >= place, let last = shown.last else { return shown }
    let isNewcomer = { (candidate: Candidate) in shelf.facts[candidate.number].isNewcomer }
    guard !shown.prefix(place).contains(where: isNewcomer) else { return shown }
    let newcomers = candidates.filter {
      $0.overall >= last.overall - 10 && $0.scores[.expertise] >= 50 && isNewcomer($0)
    }
    guard let best = newcomers.map(\.key).max(),
      let newcomer = ordered(newcomers.filter { $0.key == best }).first
    else { return shown }
    var places = shown.filter { $0.number != newcomer.number }
    places.insert(newcomer, at: place - 1)
    return Array(places.prefix(shown.count))
  }

  private func ordered(_ candidates: [Candidate]) -> [Candidate] {
    let hashed = candidates.map { ($0, digest(Array(shelf.profiles[$0.number].id.utf8) + day)) }
    return hashed.sorted { a, b in
      if a.0.key != b.0.key { return a.0.key > b.0.key }
      return a.1 != b.1 ? a.1.lexicographicallyPrecedes(b.1) : a.0.number < b.0.number
    }.map(\.0)
  }
}
