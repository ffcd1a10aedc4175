import CEL
import CivilTime
import Control
import Storage

/// A step for operators: its question, the results of its attempts, and the command that moves it on.
struct TaskReport {
  let record: TaskRecord
  private let attempts: [AttemptRecord]
  private let request: Value
  private let assignee: String?

  /// - Parameters:
  ///   - attempts: ascending by number.
  ///   - delegate: who it was given to; nil if nobody gave it to another.
  init(_ record: TaskRecord, attempts: [AttemptRecord], delegate: String?) {
    self.record = record
    assignee = delegate ?? StoredJSON.value(record.request)["assignee"]?.stringValue
    self.attempts = attempts
    request = StoredJSON.value(record.request)
  }

  private var number: RecordNumber { RecordNumber(record.id.rawValue) }

  var summary: TaskSummary {
    var summary = TaskSummary(
      task: number, step: record.stepType, id: record.step, status: record.status.rawValue, attempts: record.attempts,
      since: StoredJSON.instant(record.createdAt))
    summary.command = command
    summary.title = asked("title")
    summary.assignee = assignee
    summary.text = asked("text")
    summary.due = asked("due")
    return summary
  }

  var step: StepDetail {
    StepDetail(
      id: record.step, step: record.stepType, status: record.status.rawValue, attempts: record.attempts, task: number,
      nextAt: record.nextAt.map(StoredJSON.instant), error: error)
  }

  var detail: TaskDetail {
    TaskDetail(
      summary: summary, form: record.stepClass == "human" ? form : nil, commands: commands,
      tries: attempts.map(attempt),
      result: record.result.isEmpty ? nil : StoredJSON.value(record.result))
  }

  private func asked(_ field: String) -> String? {
    request[field].flatMap { $0.isNull ? nil : $0.stringValue ?? JSON.text($0) }
  }

  // MARK: The form

  private var form: [TaskDetail.FormField] {
    (request["form"]?.mapValue?.entries ?? []).map { entry in
      let type = entry.value.stringValue ?? entry.value["type"]?.stringValue ?? ""
      let words = type.split(separator: "|").map { $0.filter { $0 != " " } }
      return TaskDetail.FormField(
        name: entry.key.stringValue ?? "", type: type, range: range(entry.value), required: !words.contains("null"))
    }
  }

  private func range(_ field: Value) -> String? {
    switch (field["min"].map(JSON.text), field["max"].map(JSON.text)) {
    case (nil, nil): nil
    case (let least?, nil): "from \(least)"
    case (nil, let greatest?): "up to \(greatest)"
    case (let least?, let greatest?): "\(least) to \(greatest)"
    }
  }

  /// An answer with a placeholder for each field.
  private var places: String {
    let fields = form.map { field in
      let type = field.type.filter { $0 != " " }
      return
        "\(JSON.text(.string(field.name))): \(["string", "timestamp", "duration"].contains(type) ? "\"\(type)\"" : type)"
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  // MARK: Commands

  /// The command that moves the step on, without its options; nil if it continues by itself.
  var command: String? {
    switch record.status {
    case .open: "magnetiqctl tasks done \(record.id)"
    case .parked, .accepted, .unknown: "magnetiqctl tasks retry \(record.id)"
    case .ready, .running, .done, .failed, .stopped: nil
    }
  }

  /// The commands that can settle it now, written out.
  private var commands: [String] {
    let why = "--reason WHY"
    switch record.status {
    case .open:
      let data = form.isEmpty ? "" : " --data '\(places)'"
      return ["magnetiqctl tasks done \(record.id)\(data) \(why)", "magnetiqctl tasks decline \(record.id) \(why)"]
    case .parked where record.stepClass != "money":
      return ["magnetiqctl tasks retry \(record.id) \(why)", "magnetiqctl tasks decline \(record.id) \(why)"]
    case .parked, .accepted, .unknown, .ready: return ["magnetiqctl tasks retry \(record.id) \(why)"]
    case .running, .done, .failed, .stopped: return []
    }
  }

  // MARK: Attempts

  /// The error of the last attempt that ended; nil if it did not fail.
  var error: String? { attempts.last { $0.endedAt != nil }.flatMap(error) }

  private func error(_ attempt: AttemptRecord) -> String? {
    let detail = StoredJSON.value(attempt.detail)
    guard let code = detail["code"]?.stringValue, let message = detail["message"]?.stringValue else { return nil }
    return message.isEmpty ? code : "\(code): \(message)"
  }

  private func attempt(_ record: AttemptRecord) -> TaskDetail.Attempt {
    TaskDetail.Attempt(
      number: record.number, kind: record.kind.rawValue, started: StoredJSON.instant(record.startedAt),
      ended: record.endedAt.map(StoredJSON.instant), outcome: record.outcome, error: error(record))
  }

  /// The time at which an attempt first ended with this outcome.
  private func first(_ outcome: String) -> StoredInstant? { attempts.first { $0.outcome == outcome }?.endedAt }

  // MARK: The wait

  /// Returns nil for a finished step.
  var wait: Wait? {
    let task = "task \(record.id)"
    func wait(_ subject: String, since: StoredInstant, who: String, until: StoredInstant? = nil) -> Wait {
      Wait(
        kind: record.status == .open ? "task" : "step", for: subject, since: StoredJSON.instant(since), who: who,
        until: until.map(StoredJSON.instant), error: error,
        command: commands.first)
    }
    switch record.status {
    case .open:
      return wait(
        "\(task): \(asked("title") ?? record.step)", since: record.createdAt, who: assignee ?? "an operator")
    case .parked:
      return wait("parked step \(record.step) (\(task))", since: record.updatedAt, who: "an operator")
    case .running:
      let sent = attempts.last?.startedAt ?? record.updatedAt
      return wait("the reply to \(record.stepType)", since: sent, who: "the provider")
    case .accepted:
      return wait(
        "the settlement of \(record.stepType) (\(task))", since: first("accepted") ?? record.updatedAt,
        who: "the provider, or an operator who looks it up at once")
    case .unknown:
      return wait(
        "the outcome of \(record.stepType) (\(task))", since: first("unknown") ?? record.updatedAt,
        who: "the daemon, or an operator who looks it up at once", until: record.nextAt)
    case .ready:
      let subject = attempts.isEmpty ? "the first attempt of" : "attempt \(record.attempts + 1) of"
      return wait("\(subject) \(record.stepType)", since: record.createdAt, who: "the daemon", until: record.nextAt)
    case .done, .failed, .stopped: return nil
    }
  }
}
