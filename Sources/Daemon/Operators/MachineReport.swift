import CEL
import CivilTime
import Control
import Statecharts
import Storage

/// One machine of a booking, for operators.
struct MachineReport {
  let instance: InstanceRecord
  let timers: [TimerRecord]
  private let tasks: [TaskReport]
  private let machine: Machine?
  private let snapshot: Value

  /// - Parameters:
  ///   - timers: the timers of the whole family, the next due first.
  ///   - tasks: the steps of the whole family.
  init(_ instance: InstanceRecord, bundle: Bundle?, timers: [TimerRecord], tasks: [TaskReport]) {
    self.instance = instance
    self.timers = timers.filter { $0.instance == instance.id }
    self.tasks = tasks.filter { $0.record.instance == instance.id }
    machine = bundle.flatMap { bundle in bundle.machineIndex[instance.workflow].map { bundle.machines[$0] } }
    snapshot = StoredJSON.value(instance.snapshot)
  }

  var detail: MachineDetail {
    MachineDetail(
      workflow: instance.workflow, states: states, since: since, view: StoredJSON.value(instance.view),
      timers: timers.map { TimerDetail(name: $0.name, due: StoredJSON.instant($0.due)) }, steps: tasks.map(\.step))
  }

  private var states: [String] { instance.states.split(separator: " ").map(String.init) }

  /// The time at which the latest of its present states was entered.
  private var since: Instant { states.compactMap(entered).max() ?? StoredJSON.instant(instance.updatedAt) }

  /// The time at which a state, given by its path, was last entered.
  private func entered(_ state: String) -> Instant? {
    let once = snapshot["entered"]?.listValue?.first { $0.listValue?.dropFirst().contains(.string(state)) == true }
    return (once?[0] ?? snapshot["visits"]?[state]?[1]).flatMap { Instant(wire: $0) }
  }

  /// The active states by their indexes in the definition.
  private var active: [Int] {
    guard let machine else { return [] }
    let paths = Set(snapshot["states"]?.listValue?.compactMap(\.stringValue) ?? [])
    return machine.states.indices.filter { paths.contains(machine.states[$0].path) }
  }

  /// The time at which a timer was armed: when its state was entered or, if that is unknown, when the machine's present
  /// states were.
  func armed(_ timer: TimerRecord) -> Instant {
    guard let machine else { return since }
    let owners = active.filter { state in
      machine.states[state].timers.contains { machine.timers[$0].name == timer.name }
    }
    return owners.compactMap { entered(machine.states[$0].path) }.max() ?? since
  }

  /// The external events that an active state handles; inner states take precedence over outer ones. Guards are not
  /// evaluated.
  var accepts: [AcceptedEvent] {
    guard let machine, instance.status == .running else { return [] }
    var accepted: [AcceptedEvent] = []
    for state in active.reversed() {
      let node = machine.states[state]
      for (event, candidates) in node.handlers.sorted(by: { $0.key < $1.key }) {
        guard let declaration = machine.declarations[event], declaration.isExternal,
          candidates.contains(where: { !refuses(machine.transitions[$0]) }),
          !accepted.contains(where: { $0.name == declaration.name })
        else { continue }
        accepted.append(
          AcceptedEvent(
            name: declaration.name, by: declaration.by, from: declaration.from, workflow: machine.name,
            state: state == 0 ? machine.name : node.path))
      }
    }
    return accepted.sorted { $0.name < $1.name }
  }

  private func refuses(_ transition: Transition) -> Bool {
    if case .reject = transition.ending { true } else { false }
  }
}
