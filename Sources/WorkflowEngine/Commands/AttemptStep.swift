internal import EngineMessages
internal import Storage

/// Attempts a step run that is due: it is sent, or the provider is asked about it.
struct AttemptStep: Command {
  let id: TaskID

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    guard let task = try context.store.task(id) else { return nil }
    _ = try context.confined(to: task.family) { () throws(StoreError) in
      guard let family = try context.families.load(task.family).family, let run = family.run(id), run.nextAt != nil
      else { return }
      let runner = StepRunner(context: context)
      switch run.status {
      case .ready: try runner.attempt(run.name, family)
      case .unknown, .accepted: try runner.ask(run, family)
      case .running, .open, .parked, .done, .failed, .stopped: break
      }
    }
    return nil
  }
}
