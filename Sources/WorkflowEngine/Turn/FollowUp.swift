internal import Statecharts
internal import Storage

/// Work that a command defers until its own writes are done, because it steps a family again.
enum FollowUp {
  /// Closes a step that was never sent and is not to be sent any more; its machine receives `stopped`.
  case withdraw(FamilyID, StepName, reason: String)
  /// Tells a machine that its step was closed at its start, because another step with its key is open.
  case tellStopped(FamilyID, StepName, step: String)
  /// A step of the lane was closed, so the next one may be attempted.
  case freeLane(FamilyID, lane: String)

  var family: FamilyID {
    switch self {
    case .withdraw(let family, _, _), .tellStopped(let family, _, _), .freeLane(let family, _): family
    }
  }

  func apply(to context: TurnContext) throws(StoreError) {
    guard let family = try context.families.load(family).family else { return }
    let runner = StepRunner(context: context)
    switch self {
    case .withdraw(_, let name, let reason):
      guard let run = try runner.withdraw(name, family, reason: reason) else { return }
      try tellStopped(name, run.step, family, context)
    case .tellStopped(_, let name, let step):
      try tellStopped(name, step, family, context)
    case .freeLane(_, let lane):
      guard let next = family.firstWaiting(in: lane) else { return }
      try runner.resume(next, family)
    }
  }

  private func tellStopped(
    _ name: StepName, _ step: String, _ family: LoadedFamily, _ context: TurnContext
  ) throws(StoreError) {
    try FamilyStepper(context: context).stepOrStop(
      family, .outcome(name, .stopped), StepLabel(kind: .outcome, name: step, actor: "engine"))
  }
}
