import CivilTime
import Control
import Ingress
import Storage

/// Reads about the daemon itself: its state, its counts, its clock.
struct DaemonReads: Sendable {
  let writer: WriterThread
  let store: StoreReads
  let facts: DaemonFacts
  /// The store's file.
  let path: String

  func counts() async throws(ControlFailure) -> StoreCounts {
    try await store.query { reader throws(StoreError) in try StoreCounts(reader) }
  }

  func status() async throws(ControlFailure) -> DaemonStatus {
    let state = writer.snapshot
    let counts = try await counts()
    return DaemonStatus(
      version: facts.version, state: "running", pid: Int64(facts.pid), store: path, clock: mode,
      publicAddress: facts.publicAddress(), turns: Int64(state.turns), steps: Int64(state.steps),
      queued: Int64(state.queued), outstanding: Int64(state.outstanding), nextWake: state.nextWake,
      held: state.hold.map(Self.text), incidentsOpen: counts.incidentsOpen, inboxPending: counts.inboxPending,
      inboxUnmatched: counts.inboxUnmatched, tasksOpen: counts.tasksOpen, tasksParked: counts.tasksParked,
      webhooksRefused: facts.webhooks.refusals.map { "\($0.source): \($0.reason) \($0.count)" })
  }

  func clock() -> ClockState {
    let state = writer.snapshot
    return ClockState(
      mode: mode, next: state.nextWake.map { ClockState.Due(due: $0) }, held: state.hold.map(Self.text))
  }

  private var mode: String { writer.clock.isTest ? "test" : "live" }

  private static func text(_ hold: ClockGuard) -> String {
    "\(ClockHold.text(hold)); it runs on from \(hold.trusted.wall)"
  }

  /// Prometheus' text format, version 0.0.4.
  func metrics() async throws(ControlFailure) -> String {
    let state = writer.snapshot
    var lines: [String] = []
    func add(_ name: String, _ kind: String, _ help: String, _ value: Int64) {
      lines += ["# HELP magnetiq_\(name) \(help)", "# TYPE magnetiq_\(name) \(kind)", "magnetiq_\(name) \(value)"]
    }
    add("turns_total", "counter", "Turns taken since the start.", Int64(state.turns))
    add("steps_total", "counter", "Steps of families taken since the start.", Int64(state.steps))
    add("inputs_queued", "gauge", "Inputs that wait for a turn.", Int64(state.queued))
    add("clock_held", "gauge", "1 while the wall clock is not trusted.", state.hold == nil ? 0 : 1)
    add("attempts_outstanding", "gauge", "Attempts without an outcome.", Int64(state.outstanding))
    let dropped = facts.webhooks.all.map {
      "magnetiq_webhooks_dropped_total{source=\"\($0.source)\",reason=\"\($0.reason.rawValue)\"} \($0.count)"
    }
    if !dropped.isEmpty {
      lines += [
        "# HELP magnetiq_webhooks_dropped_total Webhooks that do not concern us, acknowledged and forgotten.",
        "# TYPE magnetiq_webhooks_dropped_total counter",
      ]
      lines += dropped
    }
    let refused = facts.webhooks.refusals.map {
      "magnetiq_webhooks_refused_total{source=\"\($0.source)\",reason=\"\($0.reason)\"} \($0.count)"
    }
    if !refused.isEmpty {
      lines += [
        "# HELP magnetiq_webhooks_refused_total Webhooks whose sender was not proved: no signature, a wrong or an old one.",
        "# TYPE magnetiq_webhooks_refused_total counter",
      ]
      lines += refused
    }
    let counts = try await counts()
    add("incidents_open", "gauge", "Open incidents.", counts.incidentsOpen)
    add("inbox_pending", "gauge", "Stored events that wait for their family to run.", counts.inboxPending)
    add("inbox_unmatched", "gauge", "Stored events that match no family yet.", counts.inboxUnmatched)
    add("tasks_open", "gauge", "Tasks for people, counted to 1,000.", counts.tasksOpen)
    add("tasks_parked", "gauge", "Steps that gave up, counted to 1,000.", counts.tasksParked)
    return lines.joined(separator: "\n") + "\n"
  }
}
