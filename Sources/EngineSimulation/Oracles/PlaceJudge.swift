internal import CEL
internal import EngineMessages
internal import Storage
internal import WorkflowEngine

/// Compares the meetings and the entries of calendars that are there with the steps that made and removed them.
struct PlaceJudge {
  let run: SimulationRun
  let reader: any StoreReader

  func findings(_ families: [FamilyRecord]) throws -> [String] {
    guard run.plan.definitions.isShipped else { return [] }
    return try families.flatMap { family in
      let tasks = try reader.tasks(of: family.id, closed: true).sorted { $0.id < $1.id }
      return try meetings(tasks) + calendar(family, tasks)
    }
  }

  private func input(_ task: TaskRecord) throws -> Value { try JSON.parse(task.request) }

  /// A meeting that was deleted is not there.
  private func meetings(_ tasks: [TaskRecord]) throws -> [String] {
    try tasks.filter { $0.stepType == "meeting.delete" && $0.status == .done }.compactMap { task in
      let id = try input(task)["id"]?.stringValue ?? ""
      return run.counterparts.places.meetings[id] == nil ? nil : "meeting \(id) was deleted, and is there"
    }
  }

  /// A calendar shows what the last of its steps said, if it is known of each of them what came of it.
  private func calendar(_ family: FamilyRecord, _ tasks: [TaskRecord]) throws -> [String] {
    let told = tasks.filter { $0.stepType.hasPrefix("calendar.") && !($0.status == .stopped && $0.attempts == 0) }
    guard let last = told.last, told.allSatisfy({ $0.status == .done }) else { return [] }
    let shown = run.counterparts.places.entries[family.key]
    let meant = last.stepType == "calendar.put" ? try input(last)["sequence"]?.intValue : nil
    if shown == meant { return [] }
    func text(_ revision: Int64?) -> String { revision.map { "revision \($0)" } ?? "nothing" }
    return ["\(family.key): the calendar shows \(text(shown)), and was last told \(text(meant))"]
  }
}
