internal import CEL
internal import CivilTime
internal import WorkflowTesting

/// Runs a booking of which the store refuses one write after the other, and operators decide about what that stops with
/// every verb that they have. Whatever they leave out, the booking's further steps do not fail.
public struct OperatorDecisions {
  private let seed: UInt64
  private let fault: PlantedFault?
  private static let steps = 24

  /// - Parameters:
  ///   - seed: decides what happens, which writes are refused, and what the operators decide.
  ///   - fault: a deliberate fault of the engine.
  public init(seed: UInt64, fault: PlantedFault? = nil) {
    self.seed = seed
    self.fault = fault
  }

  /// Makes the run. Its findings tell of a step that failed by itself, and of all else that is promised.
  public func run(tracesTransitions: Bool = false) throws -> SimulationRun {
    let run = try SimulationRun(
      SimulationPlan(seed: seed, features: .drawn(by: seed), moves: moves()), fault: fault,
      tracesTransitions: tracesTransitions)
    run.run()
    return run
  }

  private func moves() -> [Move] {
    var people = BookingMoves(draw: Draw(seed, "decided"), families: 1, features: .drawn(by: seed))
    var draw = Draw(seed, "decisions")
    var moves = people.opening(0)
    for _ in 0..<Self.steps { moves += people.next() }
    return moves.flatMap { move -> [Move] in
      var around = [move]
      if draw.chance(40) { around.insert(.refuseWrite(1 + draw.below(24)), at: 0) }
      let decision = draw.weighted([(6, Move.Decision.skip), (2, .retry), (1, .discard)])
      if draw.chance(80) { around.append(.resolveIncident(draw.below(3), decision)) }
      if draw.chance(15) { around.append(.retryTask(draw.below(3))) }
      if draw.chance(15) { around.append(.settleTask(draw.below(3), declines: draw.chance(40))) }
      return around
    }
  }
}
