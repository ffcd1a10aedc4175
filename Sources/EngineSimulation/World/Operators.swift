internal import CEL
internal import EngineMessages
internal import Execution
internal import Storage
internal import WorkflowEngine

/// Operators, and the persons whose tasks are open: what they decide about tasks, steps and incidents.
struct Operators {
  let run: SimulationRun

  /// The task at a place, counted round, of at most `limit` in each of the statuses; nil if there is none.
  private func task(_ place: Int, in statuses: [TaskRecord.Status], limit: Int) throws -> TaskRecord? {
    let found = try statuses.flatMap { try run.reader().tasks(in: $0, after: nil, limit: limit) }
    return found.isEmpty ? nil : found[place % found.count]
  }

  func answerTask(_ place: Int, _ data: ValueMap?) throws {
    guard let task = try task(place, in: [.open], limit: 100) else { return }
    guard let data else { return run.command("decline", .taskDecline(task.id)) }
    let form = (try? JSON.parse(task.request))?["form"]?.mapValue ?? ValueMap()
    var given = ValueMap()
    for entry in data.entries where form[entry.key.stringValue ?? ""] != nil {
      given[entry.key.stringValue ?? ""] = entry.value
    }
    run.command("done", .taskDone(task.id, data: .map(given)))
  }

  func retryTask(_ place: Int) throws {
    guard let task = try task(place, in: [.parked, .unknown, .accepted, .ready], limit: 20) else { return }
    run.command(SimulationRun.retryCommand, .taskRetry(task.id))
  }

  /// Settles a step by hand as its provider says, or declines it.
  func settleTask(_ place: Int, _ declines: Bool) throws {
    guard let task = try task(place, in: [.parked, .unknown, .accepted], limit: 20) else { return }
    if declines { return run.command("decline", .taskDecline(task.id)) }
    let request = StepRequest(
      attempt: AttemptName(task: task.id.rawValue, number: task.attempts), step: task.stepType, key: task.key,
      input: try JSON.parse(task.request).mapValue ?? ValueMap(),
      reference: try run.reader().family(task.family)?.key ?? "", bundle: "", now: run.now, startedAt: run.now,
      number: 1, timeout: nil)
    guard let answer = run.counterparts.settled(request, at: run.now) else { return }
    run.command("settle", .taskDone(task.id, data: answer))
  }

  /// Gives an open human task to somebody else.
  func delegate(_ place: Int) throws {
    guard let task = try task(place, in: [.open], limit: 100) else { return }
    run.command("delegate", .taskDelegate(task.id, to: "deputy"))
  }

  func resolveIncident(_ place: Int, _ decision: Move.Decision) throws {
    let open = try run.reader().incidents(status: .open, family: nil, limit: 100)
    guard !open.isEmpty else { return }
    let id = open[place % open.count].id
    switch decision {
    case .retry: run.command("incident.retry", .incidentRetry(id))
    case .skip: run.command("incident.skip", .incidentSkip(id))
    case .discard: run.command("incident.discard", .incidentDiscard(id))
    }
  }
}
