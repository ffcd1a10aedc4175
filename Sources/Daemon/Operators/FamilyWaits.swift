import CivilTime
import Control
import Storage

/// Finds everything that a booking is waiting for: since when, who can end the wait with which command, and the error
/// of the last attempt.
struct FamilyWaits {
  let family: FamilyRecord
  let machines: [MachineReport]
  let tasks: [TaskReport]
  let incidents: [IncidentRecord]

  var list: [Wait] {
    incidents.filter { _ in family.status == .stopped }.map(wait) + tasks.compactMap(\.wait)
      + machines.flatMap { machine in machine.timers.map { (machine, $0) } }
      .sorted { ($0.1.due, $0.1.name) < ($1.1.due, $1.1.name) }
      .map { machine, timer in
        Wait(
          kind: "timer", for: "timer \(timer.name)", since: machine.armed(timer), who: "time",
          until: StoredJSON.instant(timer.due))
      }
  }

  private func wait(_ incident: IncidentRecord) -> Wait {
    Wait(
      kind: "incident", for: "a decision about incident \(incident.id): \(incident.title)",
      since: StoredJSON.instant(incident.openedAt),
      who: "an operator", command: "magnetiqctl incidents retry|skip \(incident.id) --reason WHY")
  }
}
