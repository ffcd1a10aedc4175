import Control
import Storage
import WorkflowEngine

/// Reads of steps for operators.
struct TaskReads: Sendable {
  let store: StoreReads

  func list(_ request: ListTasks) async throws(ControlFailure) -> Page<TaskSummary> {
    let statuses = request.status.flatMap { TaskRecord.Status(rawValue: $0.rawValue) }.map { [$0] } ?? [.open, .parked]
    let (limit, after) = (request.limit.items, try StoreReads.place(request.after))
    return try await store.query { reader throws(StoreError) in
      var records: [TaskRecord] = []
      if let reference = request.reference {
        guard let family = try reader.family(key: reference.string) else { return Page([]) }
        records = try reader.tasks(of: family.id, closed: true).filter { record in
          statuses.contains(record.status) && record.id.rawValue > after ?? .min
        }
      } else {
        for status in statuses {
          records += try reader.tasks(in: status, after: after.map { TaskID(rawValue: $0) }, limit: limit)
        }
      }
      let isWhole = records.count <= limit
      records = Array(records.sorted { $0.id < $1.id }.prefix(limit))
      var items: [TaskSummary] = []
      for record in records {
        guard let family = try reader.family(record.family) else { continue }
        var summary = TaskReport(
          record, attempts: [], delegate: try TaskAssignment.delegate(of: record, reader)
        ).summary
        if let assignee = request.assignee, summary.assignee != assignee.string { continue }
        summary.reference = family.key
        summary.workflow = record.machine
        items.append(summary)
      }
      // If other people's tasks were left out, a shorter page need not be the last one.
      return Page(items, next: isWhole && records.count < limit ? nil : records.last.map { String($0.id.rawValue) })
    }
  }

  func show(_ request: ShowTask) async throws(ControlFailure) -> TaskDetail {
    let shown = try await store.query { reader throws(StoreError) -> TaskDetail? in
      guard let record = try reader.task(TaskID(rawValue: request.task.number)) else { return nil }
      var detail = TaskReport(
        record, attempts: try reader.attempts(of: record.id), delegate: try TaskAssignment.delegate(of: record, reader)
      ).detail
      detail.summary.reference = try reader.family(record.family)?.key
      detail.summary.workflow = record.machine
      return detail
    }
    guard let shown else {
      throw StoreReads.notFound(
        "task \(request.task)", hint: "'magnetiqctl tasks list' and 'bookings show' give the numbers")
    }
    return shown
  }
}
