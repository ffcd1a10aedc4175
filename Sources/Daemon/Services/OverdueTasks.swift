import CEL
import CivilTime
import Control
import ServiceLifecycle
import Storage

/// Tells operators of tasks whose time has passed and that nobody has settled. Each is one incident; the engine opens none
/// while an equal one is open.
struct OverdueTasks: Sendable {
  static let code = "task-overdue"
  /// The most tasks of one look, so that a heap of them does not hold up other reads.
  private static let page = 1_000

  let readers: ReaderPool
  let now: @Sendable () -> Instant
  let report: @Sendable (_ code: String, _ title: String) -> Void

  func look() async {
    let now = now()
    let titles = await readers.read { reader throws(StoreError) in
      var titles: [String] = []
      for record in try reader.tasks(in: .open, after: nil, limit: Self.page) where record.stepClass == "human" {
        let delegate = try Delegation.assignee(of: record, reader)
        let summary = TaskReport(record, attempts: [], delegate: delegate).summary
        guard let due = summary.due.flatMap({ try? Instant.parse($0) }), due < now else { continue }
        let reference = try reader.family(record.family)?.key ?? ""
        titles.append(
          "task \(record.id) of \(reference) was due \(due) and is open: it is for \(summary.assignee ?? "operator"); magnetiqctl tasks show \(record.id)"
        )
      }
      return titles
    }
    for title in titles ?? [] { report(Self.code, title) }
  }
}

/// Looks every ten minutes.
struct OverdueService: Service {
  let tasks: OverdueTasks

  func run() async throws {
    await Rhythm.every(.seconds(600)) { await tasks.look() }
  }
}
