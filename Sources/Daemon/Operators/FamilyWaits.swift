import CivilTime
import Control
import Storage

/// Everything that a booking waits for: since when, who can end it, by which command, and how the last attempt failed.
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
          for: "timer \(timer.name)", since: machine.armed(timer), who: "time",
          until: StoredJSON.instant(timer.due))
      }
  }

  private func wait(_ incident: IncidentRecord) -> Wait {
    Wait(
      for: "a decision about incident \(incident.id): \(incident.title)", since: StoredJSON.instant(incident.openedAt),
      who: "an operator", command: "magnetiqctl incidents retry|skip \(incident.id) --reason WHY")
  }
}
