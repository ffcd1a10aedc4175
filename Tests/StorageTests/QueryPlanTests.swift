import Storage
import Testing

@testable import SQLiteStorage

/// No statement of the engine's reads more rows than it answers: each finds them by a key or an index.
@Suite struct QueryPlanTests {
  private let folder = TemporaryFolder()

  /// Statements for operators and reports, which may read a whole table. The cost is named where they are.
  private static let reports: Set<String> = [
    "postings.total", "definitions.list", "inbox.consumed", "inbox.countConsumed",
    "seen.withoutEvent",
  ]
  /// Indexes of open work only: reading one from its start is reading what is asked for.
  private static let partial = [
    "attempts_open", "inbox_due", "inbox_later", "task_states_due", "task_states_out", "families_stopped",
    "families_live",
  ]
  /// Rows that a statement has found itself already.
  private static let found = ["SCAN CONSTANT ROW", "SCAN l", "SCAN live", "SCAN v", "SCAN (subquery-1)"]

  private func queries() -> [(name: String, sql: String)] {
    func all<Q: Query>(_: Q.Type) -> [(name: String, sql: String)] {
      Q.allCases.map { ("\(Q.slot).\($0)", $0.sql) }
    }
    var list = all(MetaQuery.self) + all(FamilyQuery.self) + all(InstanceQuery.self) + all(HistoryQuery.self)
    list += all(PostingQuery.self) + all(ViewQuery.self) + all(TimerQuery.self) + all(TaskQuery.self)
    list += all(AttemptQuery.self) + all(ClaimQuery.self) + all(PersonQuery.self)
    list += all(DefinitionQuery.self) + all(IncidentQuery.self) + all(InboxQuery.self) + all(SeenQuery.self)
    list += all(CapabilityQuery.self)
    list += all(SenderQuery.self) + all(RecordQuery.self)
    for status in [nil] + FamilyRecord.Status.allCases.map(Optional.some) {
      for (workflow, view) in [(nil, nil), ("w", nil), (nil, ("f", "v")), ("w", ("f", "v"))]
        as [(String?, (String, String)?)]
      {
        let filter = FamilyFilter(
          workflows: workflow.map { [$0, "other"] }, status: status, view: view.map { (field: $0.0, value: $0.1) })
        for part in FamilyQuery.parts(filter) {
          list.append(("families.list \(filter) \(part as Any)", FamilyQuery.list(filter, isLive: part)))
        }
      }
    }
    // The work of the trigger families_status, which the plan of an update does not show.
    list.append(
      ("trigger.timers", "UPDATE timers SET active = 1 WHERE instance IN (SELECT id FROM instances WHERE family = 1)"))
    list.append(
      (
        "trigger.tasks",
        "UPDATE task_states SET active = 1 WHERE task IN (SELECT id FROM tasks WHERE family = 1) AND closed = 0"
      ))
    list.append(("trigger.views", "UPDATE views SET live = 1 WHERE family = 1"))
    list.append(("trigger.inbox", "UPDATE inbox SET active = 1 WHERE family = 1 AND status = 'pending'"))
    return list
  }

  @Test func noHotStatementScansATable() throws {
    let store = try SQLiteStore(path: folder.file("store.db"))
    _ = try store.makeWriter()
    let reader = try store.makeSQLiteReader()
    for (name, sql) in queries() where !Self.reports.contains(name) {
      let plan = try reader.connection.prepare("EXPLAIN QUERY PLAN " + sql, name: name, persistent: false).all { row in
        _ = (row.int(), row.int(), row.int())
        return row.text()
      }
      for line in plan where line.hasPrefix("SCAN") && !Self.found.contains(line) {
        #expect(Self.partial.contains { line.contains("INDEX \($0)") }, "\(name): \(plan)")
      }
    }
  }

  @Test func anOperatorsQuestionAboutOneFamilyReadsThatFamilyOnly() throws {
    let store = try SQLiteStore(path: folder.file("store.db"))
    _ = try store.makeWriter()
    let reader = try store.makeSQLiteReader()
    for view in ["waiting", "steps", "money_held"] {
      // As operators ask: by way of their own views of the tables.
      let sql = "EXPLAIN QUERY PLAN SELECT * FROM \(view) WHERE family = 'VLT-1'"
      let plan = try reader.query(sql: sql).rows.compactMap { $0.last ?? nil }
      let harmless = ["SCAN CONSTANT ROW", "SCAN s", "SCAN \(view)"]
      #expect(!plan.contains { $0.hasPrefix("SCAN") && !harmless.contains($0) }, "\(plan)")
    }
  }

  @Test func theWaitingWorkOfOthersIsNeverSteppedOver() throws {
    let store = try SQLiteStore(path: folder.file("store.db"))
    _ = try store.makeWriter()
    let reader = try store.makeSQLiteReader()
    let expected = [
      (TaskQuery.due.sql, "SEARCH s USING INDEX task_states_due (step_type=? AND next_at>? AND next_at<?)"),
      (TaskQuery.next.sql, "INDEX task_states_due (step_type=?"),
      (TaskQuery.withKey.sql, "SEARCH s USING INDEX task_states_key (open_key=?)"),
      (ViewQuery.liveFamilies.sql, "PRIMARY KEY (live=? AND field=? AND value=? AND family<?)"),
      (ViewQuery.liveStandings.sql, "PRIMARY KEY (live=? AND field=? AND value=? AND family<?)"),
      (ViewQuery.liveStandings.sql, "INDEX instances_family (family=?)"),
      (IncidentQuery.openWithCode.sql, "SEARCH incidents USING INDEX incidents_open (code=? AND family=?)"),
      (IncidentQuery.aboutEvent.sql, "INDEX incidents_inbox (inbox=? AND code=?)"),
      (IncidentQuery.openAboutTask.sql, "SEARCH incidents USING INDEX incidents_task (task=?)"),
      (InboxQuery.pendingOfFamily.sql, "INDEX inbox_family (family=?)"),
      (FamilyQuery.liveBundles.sql, "INDEX families_live (bundle=? AND workflow>?)"),
    ]
    for (sql, step) in expected {
      let plan = try reader.connection.prepare("EXPLAIN QUERY PLAN " + sql, name: "plan", persistent: false).all {
        row in
        _ = (row.int(), row.int(), row.int())
        return row.text()
      }
      #expect(plan.contains { $0.contains(step) }, "\(sql): \(plan)")
    }
  }

  @Test func dueRowsComeInOrderWithoutSorting() throws {
    let store = try SQLiteStore(path: folder.file("store.db"))
    _ = try store.makeWriter()
    let reader = try store.makeSQLiteReader()
    let ordered = [
      TimerQuery.due.sql, TimerQuery.list.sql, TaskQuery.due.sql, TaskQuery.next.sql, TaskQuery.inOpenStatus.sql,
      InboxQuery.next.sql, InboxQuery.hasPending.sql, InboxQuery.inStatus.sql, HistoryQuery.page.sql,
      HistoryQuery.last.sql, ViewQuery.liveFamilies.sql, IncidentQuery.inStatus.sql, IncidentQuery.openWithCode.sql,
      IncidentQuery.openAboutTask.sql, InstanceQuery.ofFamily.sql, FamilyQuery.liveBundles.sql,
    ]
    let listed = FamilyFilter(view: (field: "f", value: "v"))
    for sql in ordered + FamilyQuery.parts(listed).map({ FamilyQuery.list(listed, isLive: $0) }) {
      let plan = try reader.connection.prepare("EXPLAIN QUERY PLAN " + sql, name: "plan", persistent: false).all {
        row in
        _ = (row.int(), row.int(), row.int())
        return row.text()
      }
      #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(sql): \(plan)")
    }
  }
}
