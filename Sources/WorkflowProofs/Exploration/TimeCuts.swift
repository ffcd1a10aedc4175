internal import CivilTime

/// The instants at which conditions change their result by time alone.
struct TimeCuts {
  let model: FamilyModel
  let state: ProofState

  /// The next one; nil if none lies ahead. The instant itself and the second after it count, since a condition may
  /// change at either.
  var next: Instant? {
    guard let later = state.now.adding(CutPoints.probe) else { return nil }
    let before = model.clock.sides(of: state.family, now: state.now, at: state.now)
    let after = model.clock.sides(of: state.family, now: state.now, at: later)
    let distances = CutPoints.shifts(before: before, after: after).flatMap { [$0, $0 + .seconds(1)] }
    return distances.filter { $0 > .zero }.min().flatMap { state.now.adding($0) }
  }
}
