import Storage

/// The counts of `status` and the metrics.
struct StoreCounts: Sendable {
  /// The number of tasks at which counting stops.
  static let tasksCounted = 1_000

  let incidentsOpen: Int64
  let inboxPending: Int64
  let inboxUnmatched: Int64
  let tasksOpen: Int64
  let tasksParked: Int64

  init(_ reader: any StoreReader) throws(StoreError) {
    incidentsOpen = try reader.countOpenIncidents()
    inboxPending = try reader.countInbox(in: .pending)
    inboxUnmatched = try reader.countInbox(in: .unmatched)
    tasksOpen = Int64(try reader.tasks(in: .open, after: nil, limit: Self.tasksCounted).count)
    tasksParked = Int64(try reader.tasks(in: .parked, after: nil, limit: Self.tasksCounted).count)
  }
}
