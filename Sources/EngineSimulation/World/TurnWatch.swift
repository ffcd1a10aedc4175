internal import CEL
internal import CivilTime
internal import Execution
internal import Storage
internal import WorkflowEngine

/// Holds each turn against what is promised at every instant.
struct TurnWatch {
  /// The facts before a turn that its result is held against.
  struct Before {
    let time: Instant?
    /// The references of the bookings that are cancelled.
    let cancelled: Set<String>
  }

  /// Mails that nobody is to get about a booking that was cancelled before.
  private static let forbidden = ["reminder", "preparation", "nurture", "briefing", "feedback"]

  func before(_ run: SimulationRun) throws -> Before {
    Before(time: run.daemon.engine?.lastNow, cancelled: try Self.cancelled(run))
  }

  private static func cancelled(_ run: SimulationRun) throws -> Set<String> {
    guard run.plan.definitions.isShipped else { return [] }
    let filter = FamilyFilter(view: (field: "status", value: "cancelled"), limit: 10)
    return Set(try run.reader().families(filter).map(\.key))
  }

  func after(_ turn: Turn, _ before: Before, _ run: SimulationRun) throws {
    if let last = before.time, let now = run.daemon.engine?.lastNow, now < last {
      throw SimulationRun.Violation(text: "time went back from \(last) to \(now)")
    }
    if run.isClockHeld, let timer = turn.journal.first(where: { $0.kind == .transition && $0.event.hasPrefix("timer") })
    {
      throw SimulationRun.Violation(text: "\(timer.event) fired while the clock was distrusted")
    }
    let reader = try run.reader()
    for dispatch in turn.dispatches { try check(dispatch, before, run, reader) }
  }

  private func check(
    _ dispatch: Dispatch, _ before: Before, _ run: SimulationRun, _ reader: any StoreReader
  ) throws {
    func violation(_ text: String) -> SimulationRun.Violation {
      SimulationRun.Violation(text: "\(dispatch.request.step) \(dispatch.request.key) \(text)")
    }
    let name = dispatch.request.attempt
    let task = TaskID(rawValue: name.task)
    let attempts = try reader.attempts(of: task)
    guard let row = attempts.first(where: { $0.number == name.number }), row.endedAt == nil else {
      throw violation("is sent, and its attempt is not committed")
    }
    let running = try reader.openAttempts()
    let executor = dispatch.executor
    let mine = running.count { attempt in
      ((try? reader.task(attempt.task))??.stepType.prefix { $0 != "." }).map(String.init) == executor
    }
    if mine > run.plan.concurrency { throw violation("is the attempt \(mine) that is out, of \(run.plan.concurrency)") }
    let stepClass = run.counterparts.declaration(dispatch.request.step)?.stepClass
    if run.isClockHeld, dispatch.kind == .send, stepClass == .money || stepClass == .notify {
      throw violation("is sent while the clock is distrusted")
    }
    guard dispatch.kind == .send, dispatch.request.step == "email.send" else { return }
    let template = dispatch.request.input["template"]?.stringValue ?? ""
    // A booking that ended because nobody paid may still come to life, by a payment that was late.
    let cancelled = before.cancelled.intersection(try Self.cancelled(run))
    if cancelled.contains(dispatch.request.reference), Self.forbidden.contains(where: template.hasPrefix) {
      throw violation("is sent after the booking was cancelled")
    }
  }
}
