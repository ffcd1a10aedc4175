/// Leaves moves out of a plan that finds something, as long as it still does.
public struct Shrinking {
  private let fault: PlantedFault?
  private let limit: Int

  /// - Parameter limit: the most runs that are made.
  public init(fault: PlantedFault? = nil, limit: Int = 400) {
    self.fault = fault
    self.limit = limit
  }

  /// Returns the shortest plan that was found, and its run. The finding may be another than the first one's.
  public func shrink(_ plan: SimulationPlan) throws -> SimulationRun {
    var best = try run(plan)
    var size = max(1, plan.moves.count / 2)
    var runs = 0
    while size >= 1 {
      var start = 0
      while start < best.plan.moves.count, runs < limit {
        var shorter = best.plan
        shorter.moves.removeSubrange(start..<min(start + size, shorter.moves.count))
        runs += 1
        let run = try run(shorter)
        if run.findings.isEmpty { start += size } else { best = run }
      }
      size = size == 1 ? 0 : size / 2
    }
    return best
  }

  private func run(_ plan: SimulationPlan) throws -> SimulationRun {
    let run = try SimulationRun(plan, fault: fault)
    run.run()
    return run
  }
}
