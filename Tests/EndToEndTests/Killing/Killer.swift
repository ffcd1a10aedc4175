import Foundation
import Glibc
import SQLiteStorage
import Storage
import Synchronization

/// Ends the daemon as planned, and starts it again as a service manager would: the same port, the same store.
final class Killer: Sendable {
  struct Kill: Sendable {
    var name: String
    var phase: String
    /// Steps that were begun and not concluded, and attempts among them that were out.
    var open: Int
    var out: Int
    /// Enough was open for it to count.
    var counts: Bool { open >= Killer.enough }
  }

  private struct State {
    var plans: [KillPlan]
    var kills: [Kill] = []
    var phase = ""
    /// Kills that this phase may still see.
    var budget = 0
    var trouble: String?
    var isOver = false
    var starts = 0
  }

  /// Steps open at a kill, at least.
  static let enough = 10
  /// When a plan is let loose, so that enough is still open a moment later.
  private static let ripe = 12

  private let rig: Rig
  private let state: Mutex<State>
  private let armed: String
  private let gone = DispatchGroup()
  /// Signalled at each kill.
  let killed = DispatchSemaphore(value: 0)
  /// Signalled when a daemon is ready whose end is planned for the phase.
  private let prepared = DispatchSemaphore(value: 0)

  init(_ rig: Rig, plans: [KillPlan]) {
    self.rig = rig
    armed = rig.folder.appendingPathComponent("armed").path
    state = Mutex(State(plans: plans))
    gone.enter()
    Thread.detachNewThread {
      self.run()
      self.gone.leave()
    }
  }

  var kills: [Kill] { state.withLock { $0.kills } }
  var left: [KillPlan] { state.withLock { $0.plans } }
  var trouble: String? { state.withLock { $0.trouble } }
  var starts: Int { state.withLock { $0.starts } }

  /// Lets at most so many kills happen from now on. A phase with plans of its own begins once the daemon runs that the first of
  /// them ends: on a fast machine it would be over before.
  func enter(_ phase: String, kills: Int) {
    while prepared.wait(timeout: .now()) == .success {}
    let hasPlans = state.withLock {
      $0.phase = phase
      $0.budget = kills
      return kills > 0 && $0.plans.contains { $0.phase == phase }
    }
    if hasPlans { _ = prepared.wait(timeout: .now() + 10) }
  }

  /// Ends the last daemon, gracefully.
  func finish() {
    state.withLock { $0.isOver = true }
    gone.wait()
  }

  private func run() {
    do {
      while !state.withLock({ $0.isOver }) { try live() }
    } catch {
      state.withLock { $0.trouble = "\(error)" }
    }
  }

  /// One life of the daemon.
  private func live() throws {
    let plan = state.withLock { take(&$0) }
    unlink(armed)
    var environment = ["MAGNETIQ_CHECKPOINT_PAGES": "150", "MAGNETIQ_FAIL_WHEN": armed]
    if case .point(let name, let count) = plan?.way { environment["MAGNETIQ_FAIL_POINT"] = "\(name):\(count)" }
    // The first turn happens before anybody can look how much is open: as much as at the last kill.
    var isLoose = plan?.name == "recovery" || plan?.name == "finding.before"
    if isLoose { arm() }
    let daemon = try rig.launch(environment: environment)
    state.withLock { $0.starts += 1 }
    let watch = try FolderWatch(rig.folder)
    var reader: SQLiteReader?
    defer { reader = nil }
    while daemon.isRunning {
      if state.withLock({ $0.isOver }) {
        daemon.end(SIGTERM)
        return
      }
      watch.wait(milliseconds: 20)
      if isMisplaced(plan) {
        if let plan { state.withLock { $0.plans.append(plan) } }
        daemon.end(SIGTERM)
        return
      }
      // Not before the daemon has the file: it is the one that repairs the log.
      if reader == nil, daemon.text.out.contains("ready") {
        reader = try SQLiteStore(path: rig.store.path).makeSQLiteReader()
        if let phase = plan?.phase, phase == state.withLock({ $0.phase }) { prepared.signal() }
      }
      guard let plan, let reader else { continue }
      let open = state.withLock({ $0.budget > 0 }) ? try Self.open(reader) : 0
      if isLoose, open < Self.enough {
        unlink(armed)
        isLoose = false
      }
      guard !isLoose, open >= Self.ripe else { continue }
      // The transfers themselves, not what leads up to them.
      if plan.phase == "transfers", try Self.transfers(reader) < Self.enough { continue }
      isLoose = true
      switch plan.way {
      case .point: arm()
      case .anywhere(let changes):
        for _ in 0..<changes where daemon.isRunning { watch.wait(milliseconds: 5) }
        daemon.signal(SIGKILL)
      }
    }
    guard daemon.status == -SIGKILL, let plan else {
      throw Trouble("the daemon ended by itself with \(daemon.status ?? 0): \(daemon.text.err.suffix(2_000))")
    }
    let corpse = try reader ?? SQLiteStore(path: rig.store.path).makeSQLiteReader()
    let open = try Self.open(corpse)
    let out = try Self.count(
      corpse, "SELECT count(*) FROM task_states WHERE attempt IS NOT NULL AND attempt_ended_at IS NULL")
    state.withLock {
      let kill = Kill(name: plan.name, phase: $0.phase, open: open, out: out)
      $0.kills.append(kill)
      $0.budget -= 1
      killed.signal()
      if !kill.counts { $0.plans.append(plan) }
    }
  }

  /// The moment of the plan has passed, or there is none while the phase has plans of its own.
  private func isMisplaced(_ plan: KillPlan?) -> Bool {
    state.withLock { state in
      guard let plan else { return state.budget > 0 && state.plans.contains { $0.phase == state.phase } }
      return plan.phase.map { $0 != state.phase } ?? false
    }
  }

  private func arm() { close(creat(armed, 0o600)) }

  /// The next plan that fits the phase. Recovery is only killed while a phase has kills left.
  private func take(_ state: inout State) -> KillPlan? {
    let place =
      state.plans.firstIndex { $0.phase == state.phase && state.budget > 0 }
      ?? state.plans.firstIndex { $0.phase == nil && ($0.name != "recovery" || state.budget > 0) }
    return place.map { state.plans.remove(at: $0) }
  }

  private static func open(_ reader: SQLiteReader) throws -> Int {
    try count(reader, "SELECT count(*) FROM task_states WHERE status IN ('ready', 'running', 'unknown', 'accepted')")
  }

  private static func transfers(_ reader: SQLiteReader) throws -> Int {
    try count(
      reader,
      "SELECT count(*) FROM task_states WHERE step_type = 'stripe.transfer' AND status IN ('ready', 'running', 'unknown')"
    )
  }

  private static func count(_ reader: SQLiteReader, _ sql: String) throws -> Int {
    try reader.query(sql: sql).rows.first?.first?.flatMap { Int($0) } ?? 0
  }
}
