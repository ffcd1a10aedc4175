internal import CivilTime
internal import Statecharts
internal import Storage

/// Compares the rows of timers with the timers that the family has armed. The calls of a human task are timers too, as
/// long as it is open.
struct TimerCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(
    _ all: [TimerRecord], _ family: FamilySnapshot, _ instances: [InstanceRecord], open tasks: [TaskRecord]
  ) {
    let rows = all.filter { TaskCalls.task(ofTimer: $0.name) == nil }
    for call in all {
      guard let id = TaskCalls.task(ofTimer: call.name) else { continue }
      let isOpen = tasks.contains { $0.id == id && $0.status == .open && $0.instance == call.instance }
      if !isOpen { report.add("timer-orphaned", "'\(call.name)' has a row, and nobody is asked") }
    }
    var expected: [TimerRecord] = []
    for (machine, snapshot) in family.instances.enumerated() {
      guard let snapshot, let instance = instances.last(where: { $0.workflow == bundle.machines[machine].name }) else {
        continue
      }
      for (index, timer) in snapshot.timers.enumerated() {
        guard let timer, timer.isArmed else { continue }
        expected.append(
          TimerRecord(
            due: timer.due.microsecondsRoundedUp, family: instance.family, instance: instance.id,
            name: bundle.machines[machine].timers[index].name, generation: timer.generation))
      }
    }
    for timer in expected where !rows.contains(timer) {
      report.add("timer-lost", "'\(timer.name)' is armed and has no row")
    }
    for timer in rows where !expected.contains(timer) {
      report.add("timer-orphaned", "'\(timer.name)' has a row and is not armed")
    }
  }
}
