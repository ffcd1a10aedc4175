internal import CEL
internal import CivilTime
internal import Execution
internal import MemoryStorage
internal import Storage
internal import WorkflowEngine

/// Holds each turn against what is promised at every instant.
struct TurnWatch {
  /// The facts before a turn that its result is held against.
  struct Before {
    let time: Instant?
    /// The store as it was committed.
    let store: MemoryStore
  }

  /// Mails that nobody is to get about a booking that was cancelled before.
  private static let forbidden = ["reminder", "preparation", "nurture", "briefing", "feedback"]

  func before(_ run: SimulationRun) -> Before {
    Before(time: run.daemon.engine?.lastNow, store: run.daemon.store.reopened())
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
    for dispatch in turn.dispatches { try DispatchCheck(dispatch, before, run, reader).check() }
    try BoundsCheck(run: run, reader: reader).check()
  }

  /// Once the daemon rests, no timer of a family that runs is overdue.
  func atRest(_ run: SimulationRun) throws {
    guard !run.isClockHeld, run.daemon.engine != nil else { return }
    let reader = try run.reader()
    for timer in try reader.timers(dueBefore: run.time.microsecondsRoundedUp, limit: 100)
    where try reader.family(timer.family)?.status == .running {
      throw SimulationRun.Violation(text: "timer '\(timer.name)' of family \(timer.family) is overdue at rest")
    }
  }

  /// One attempt that leaves after a turn.
  private struct DispatchCheck {
    let dispatch: Dispatch
    let before: Before
    let run: SimulationRun
    let reader: any StoreReader

    init(_ dispatch: Dispatch, _ before: Before, _ run: SimulationRun, _ reader: any StoreReader) {
      self.dispatch = dispatch
      self.before = before
      self.run = run
      self.reader = reader
    }

    func violation(_ text: String) -> SimulationRun.Violation {
      SimulationRun.Violation(text: "\(dispatch.request.step) \(dispatch.request.key) \(text)")
    }

    func check() throws {
      let name = dispatch.request.attempt
      let task = TaskID(rawValue: name.task)
      guard let row = try reader.attempts(of: task).first(where: { $0.number == name.number }), row.endedAt == nil
      else {
        throw violation("is sent, and its attempt is not committed")
      }
      try checkSlots(task)
      try checkKey(task)
      let stepClass = run.counterparts.declaration(dispatch.request.step)?.stepClass
      if run.isClockHeld, dispatch.kind == .send, stepClass == .money || stepClass == .notify {
        throw violation("is sent while the clock is distrusted")
      }
      guard dispatch.kind == .send else { return }
      if let pause = run.pauses[name.task], let now = run.daemon.engine?.lastNow, now < pause {
        throw violation("is sent before \(pause), for which the provider asked")
      }
      if dispatch.request.step == "email.send" { try checkMail() }
    }

    private func checkSlots(_ task: TaskID) throws {
      // An attempt of a process that has died stays open while its family cannot be loaded.
      let running = try reader.openAttempts().filter { attempt in
        try reader.task(attempt.task).flatMap { try reader.family($0.family) }?.status != .stopped
      }
      let mine = try running.count { attempt in
        try reader.task(attempt.task).map { String($0.stepType.prefix { $0 != "." }) } == dispatch.executor
      }
      if mine > run.plan.concurrency {
        throw violation("is the attempt \(mine) that is out, of \(run.plan.concurrency)")
      }
      if running.count(where: { $0.task == task }) > 1 { throw violation("has another attempt out") }
    }

    /// One key is one act: no other step is under way with it.
    private func checkKey(_ task: TaskID) throws {
      guard let row = try reader.task(task), !row.key.isEmpty else { return }
      let others = try reader.tasks(of: row.family, closed: false).filter { $0.key == row.key && $0.id != task }
      if let other = others.first { throw violation("is under way as step \(other.id), too") }
    }

    private func checkMail() throws {
      guard run.plan.definitions.isShipped else { return }
      let reference = dispatch.request.reference
      guard let then = try booking(reference, before.store.makeReader()), let now = try booking(reference, reader)
      else {
        return
      }
      let template = dispatch.request.input["template"]?.stringValue ?? ""
      // A booking that ended because nobody paid may still come to life, by a payment that was late.
      let isCancelled = then["status"] == "cancelled" && now["status"] == "cancelled"
      if isCancelled, TurnWatch.forbidden.contains(where: template.hasPrefix) {
        throw violation("is sent after the booking was cancelled")
      }
      let parts = dispatch.request.key.split(separator: "/")
      if parts.count > 4, parts[1] == "mail", let epoch = Int64(parts[4]), let old = then["epoch"]?.intValue,
        let new = now["epoch"]?.intValue, epoch < min(old, new)
      {
        throw violation("is sent although the booking has another date since: it is its date \(min(old, new))")
      }
    }

    /// The view of a booking; nil if there is none.
    private func booking(_ reference: String, _ reader: any StoreReader) throws -> Value? {
      guard let family = try reader.family(key: reference) else { return nil }
      let machine = try reader.instances(of: family.id).last { $0.workflow == "booking" }
      return try machine.map { try JSON.parse($0.view) }
    }
  }
}
