internal import CEL
internal import Execution
internal import Statecharts
internal import Storage

/// Leaves the outcome of a step out, as an operator decided about the incident that holds it.
///
/// An act of the provider stays done, so that the machine is not told that the step did not happen. A step for which it
/// waits is parked with its answer, and a person decides how it goes on; the family waits for something meanwhile.
struct SkipOutcome {
  let context: TurnContext
  let family: LoadedFamily

  /// The code under which a step was parked.
  static let code = "outcome_skipped"

  /// True if the step is parked because its answer, which is known, was left out.
  static func hasParked(_ run: StepRun, _ context: TurnContext) throws(StoreError) -> Bool {
    guard run.status == .parked, run.attempts > 0 else { return false }
    return try context.parse(run.record.result, "tasks.result of \(run.id)")["code"]?.stringValue == code
  }

  func apply(to name: StepName, _ label: StepLabel) throws(StoreError) {
    // A machine that has gone on waits for nothing. A step that is open still, as one that was accepted, goes on by itself.
    guard family.snapshot.step(name) != nil, family.runs[name] == nil else { return }
    let rows = try context.store.tasks(of: family.id, closed: true).map { row throws(StoreError) in
      try StepRun(row, bundle: family.bundle)
    }
    let last = rows.last { $0.name == name }
    // No open task has the empty key.
    let holder = try context.store.openTask(key: last?.key ?? "")
    guard var run = last, holder == nil else {
      // One key is one act: while another step is under way with it, this one cannot be open as well.
      try FamilyStepper(context: context).stepOrStop(family, .outcome(name, .stopped), label)
      return
    }
    let runner = StepRunner(context: context)
    guard run.stepClass != .human else {
      run.become(.open)
      return try runner.save(&run, family)
    }
    let was = run.status.rawValue
    run.become(
      .parked,
      result: JSON.encode(["code": .string(Self.code), "message": .string("an operator skipped its outcome '\(was)'")]))
    try runner.save(&run, family)
    runner.journal(run, family, outcome: "parked", text: Self.code)
    try context.incidents.open(
      "step-parked", title: "\(run.stepType) '\(run.step)' waits for a person: its outcome '\(was)' was skipped",
      family: family.id, reference: family.key, task: run.id, detail: ["code": .string(Self.code)])
  }
}
