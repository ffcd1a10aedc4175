internal import CEL
internal import CivilTime
internal import Storage

/// When the person who has a human task is told of it again: at each instant of the task's `remind`, and once its `due`
/// has passed. Nothing is kept but the next instant, as a timer of the machine that asks; what is told follows from the
/// request and the time.
struct TaskCalls {
  enum Call { case reminder, overdue }

  let title: String
  /// The assignee that the workflow named.
  let assignee: String
  /// The assignee once the time is over; nil if the task stays with whom it is.
  let deputy: String?
  let due: Instant?
  private let reminders: [Instant]

  /// - Parameter request: the task's request as the store has it, JSON.
  init(_ request: Value) {
    func instant(_ value: Value?) -> Instant? { value?.stringValue.flatMap { try? Instant.parse($0) } }
    title = request["title"]?.stringValue ?? ""
    assignee = request["assignee"]?.stringValue ?? ""
    deputy = request["escalate"]?.stringValue
    due = instant(request["due"])
    reminders = (request["remind"]?.listValue ?? []).compactMap(instant)
  }

  /// The first instant at which the task is late. A state that gives up at the task's due time does so before.
  private var lateFrom: Instant? { due?.adding(.microseconds(1)) }

  /// The first call of a task that is opened now. One that is late from its start is told at once.
  func first(at now: Instant) -> Instant? {
    if let lateFrom, lateFrom <= now { return lateFrom }
    return next(after: now)
  }

  /// The next call after `now`; nil if there will be none. Reminders of a task that is late by then are left out.
  func next(after now: Instant) -> Instant? {
    var ahead = reminders.filter { $0 > now }
    if let lateFrom {
      ahead = ahead.filter { $0 < lateFrom }
      if lateFrom > now { ahead.append(lateFrom) }
    }
    return ahead.min()
  }

  /// The call that is made at `now`.
  func call(at now: Instant) -> Call { lateFrom.map { now >= $0 } == true ? .overdue : .reminder }

  // MARK: The timer's name

  private static let prefix = "task/"

  /// The name of a task's timer. No timer of a definition has it, since the name of a state has no slash.
  static func timer(of task: TaskID) -> String { prefix + String(task.rawValue) }

  /// The task whose timer has this name; nil for a timer of a definition.
  static func task(ofTimer name: String) -> TaskID? {
    guard name.hasPrefix(prefix), let number = Int64(name.dropFirst(prefix.count)) else { return nil }
    return TaskID(rawValue: number)
  }
}
