internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// An open human task with the person who has it.
struct AskedPerson {
  let run: StepRun
  let calls: TaskCalls
  /// The present assignee.
  let holder: String
  private let context: TurnContext

  init(_ run: StepRun, _ context: TurnContext) throws(StoreError) {
    self.run = run
    self.context = context
    calls = TaskCalls(try context.parse(run.request, "tasks.request of \(run.id)"))
    holder = try TaskAssignment.delegate(of: run.record, context.store) ?? calls.assignee
  }

  /// Arms the timer of a call.
  func arm(_ call: Instant?) throws(StoreError) {
    guard let call else { return }
    try context.store.putTimer(
      TimerRecord(
        due: context.stored(call), family: run.record.family, instance: run.record.instance,
        name: TaskCalls.timer(of: run.id), generation: 0))
  }

  /// Tells the family, if a machine of it declares the event.
  ///
  /// - Returns: true if a machine did something about it.
  func tell(_ name: String, _ family: LoadedFamily) throws(StoreError) -> Bool {
    let data: Value = [
      "id": .string(run.step), "title": .string(calls.title), "assignee": .string(holder),
    ]
    let event = Event(name: name, role: "engine", data: data)
    let isDeclared = family.bundle.machines.contains { machine in
      machine.eventIndex[name].flatMap { machine.declarations[$0] }?.isExternal == true
    }
    guard isDeclared, let typed = StepInputCoding.typed(event, bundle: family.bundle) else { return false }
    let label = StepLabel(kind: .event, name: name, actor: "timer")
    return try FamilyStepper(context: context).stepOrStop(family, .event(typed), label) == .handled
  }
}
