internal import Statecharts
internal import Storage
internal import WorkflowEngine

/// Holds what the engine keeps, in memory and in queues, against its limits. It is asked after every turn.
struct BoundsCheck {
  let run: SimulationRun
  let reader: any StoreReader

  private var limits: SimulationLimits { run.plan.limits }

  func check() throws {
    if let footprint = run.daemon.engine?.footprint { try checkMemory(footprint) }
    try checkQueues()
    try checkQuotas()
  }

  private func hold(_ isKept: Bool, _ text: @autoclosure () -> String) throws {
    if !isKept { throw SimulationRun.Violation(text: text()) }
  }

  private func checkMemory(_ footprint: EngineFootprint) throws {
    try hold(
      footprint.cachedBytes <= limits.cacheBytes,
      "families take \(footprint.cachedBytes) bytes, of \(limits.cacheBytes)")
    try hold(
      footprint.cachedBytes == footprint.countedBytes,
      "families take \(footprint.cachedBytes) bytes, and \(footprint.countedBytes) are counted")
    for (executor, out) in footprint.attemptsOut.sorted(by: { $0.key < $1.key }) {
      try hold(
        out <= run.plan.concurrency, "\(executor) has \(out) attempts out, of \(run.plan.concurrency)")
    }
    let out = footprint.attemptsOut.values.reduce(0, +)
    let open = try reader.openAttempts().count
    try hold(out <= open, "\(out) slots are taken, and \(open) attempts are out")
    try hold(
      footprint.bundles <= run.plan.definitions.versions.joined().count, "\(footprint.bundles) bundles are kept")
    if let waiting = footprint.waitingEvents {
      let rows = try reader.countInboxWithoutFamily()
      try hold(waiting == rows, "\(waiting) events are counted that wait, and \(rows) do")
    }
  }

  private func checkQueues() throws {
    if try reader.countInbox(in: .unmatched) > Int64(limits.unmatched) {
      // Events that a family publishes are written with its own change and taken in a turn soon, so that they are not bounded.
      let unmatched = try reader.inbox(in: .unmatched, limit: 10_000).count { $0.source != Event.publishedSource }
      try hold(unmatched <= limits.unmatched, "\(unmatched) events wait for no family, of \(limits.unmatched)")
    }
    guard try reader.countInbox(in: .pending) > limits.queuedPerFamily else { return }
    let pending = try reader.inbox(in: .pending, limit: 10_000)
    for family in try reader.families(FamilyFilter(status: .stopped, limit: 10)) {
      let waiting = pending.count { $0.family == family.id }
      try hold(waiting <= limits.queuedPerFamily, "\(waiting) events wait for \(family.key), which is stopped")
    }
  }

  /// Callers of the public API have a share each; providers and operators have none.
  private func checkQuotas() throws {
    for family in try reader.families(FamilyFilter(limit: 10)) {
      let counts = try reader.eventCounts(of: family.id).filter { $0.role != "operator" && $0.role != "provider" }
      for (role, entries) in Dictionary(grouping: counts, by: \.role).sorted(by: { $0.key < $1.key }) {
        let taken = entries.reduce(0) { $0 + $1.count }
        try hold(taken <= limits.eventsPerRole, "\(taken) events of a \(role) were taken, of \(limits.eventsPerRole)")
      }
    }
  }
}
