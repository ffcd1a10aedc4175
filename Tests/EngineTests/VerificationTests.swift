import CEL
import CivilTime
import EngineMessages
import Execution
import Foundation
import Statecharts
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

@testable import SQLiteStorage
@testable import WorkflowDefinitions

/// `store verify` on a file that somebody has edited while the daemon was off: what matters is found, table by table and column by
/// column. A new table or column fails here until somebody has said how an edit of it is found, or why it need not be.
@Suite struct VerificationTests {
  private static let scene = Result { try EditedStore() }

  @Test func anUntouchedStoreIsSound() throws {
    let found = try Self.scene.get().findings { _ in }
    #expect(found == [])
  }

  /// Until version 5 a snapshot had the first and the last entry of each state, how often it was entered, and what is empty.
  @Test func snapshotsInTheWordsOfAnEarlierVersionAreSound() throws {
    let found = try Self.scene.get().findings { connection in
      let rows = try connection.prepare("SELECT id, snapshot FROM instances", name: "rows", persistent: false).all {
        (id: $0.int(), snapshot: $0.text())
      }
      var changed = 0
      for row in rows {
        guard var snapshot = try JSON.parse(row.snapshot).mapValue else { continue }
        var visits = snapshot["visits"]?.mapValue ?? ValueMap()
        for group in snapshot["entered"]?.listValue ?? [] {
          for state in group.listValue?.dropFirst() ?? [] {
            visits[state.stringValue ?? ""] = .list([group[0] ?? .null, group[0] ?? .null, .int(1)])
            changed += 1
          }
        }
        snapshot["entered"] = nil
        snapshot["visits"] = .map(visits)
        for key in ["history", "steps"] where snapshot[key] == nil { snapshot[key] = .list([]) }
        if snapshot["done"] == nil { snapshot["done"] = false }
        let text = JSON.text(.map(snapshot)).replacing("'", with: "''")
        try connection.execute("UPDATE instances SET snapshot = '\(text)' WHERE id = \(row.id)")
      }
      #expect(changed > 20)
      try connection.execute(
        "UPDATE families SET body = json_set(body, '$.postings', coalesce(body -> '$.postings', json('[]')))")
    }
    #expect(found == [])
  }

  /// Until version 5 the first row of a history held the start of its family, and the chain began with that row.
  @Test func historiesThatHoldTheirStartThemselvesAreSound() throws {
    let scene = try Self.scene.get()
    let edits = try scene.read { reader in
      var edits: [String] = []
      for family in try reader.families(FamilyFilter(limit: 1_000)) {
        var hash: [UInt8] = []
        for var row in try reader.history(of: family.id, after: 0, limit: 1_000) {
          if row.sequence == 1, var stimulus = try JSON.parse(row.stimulus).mapValue {
            stimulus["family"] = try JSON.parse(family.start)
            row.stimulus = JSON.encodeCanonical(.map(stimulus))
          }
          hash = HistoryChain.hash(of: row, after: hash, digest: ShippedWorkflows.digest)
          let stimulus = String(decoding: row.stimulus, as: UTF8.self).replacing("'", with: "''")
          let hex = hash.map { String(format: "%02x", $0) }.joined()
          edits.append(
            "UPDATE history SET stimulus = '\(stimulus)', hash = x'\(hex)' WHERE family = \(family.id) AND sequence = \(row.sequence)"
          )
        }
      }
      return edits
    }
    #expect(try scene.findings { connection in for edit in edits { try connection.execute(edit) } } == [])
  }

  @Test func everyTableHasRowsToEdit() throws {
    let scene = try Self.scene.get()
    for table in try scene.tables() { #expect(try scene.count(table) > 0, "\(table) is empty") }
  }

  @Test(arguments: [
    "attempts", "bundle_files", "bundles", "capabilities", "claims", "event_counts", "families", "family_starts",
    "history", "inbox", "incidents", "instance_views", "instances", "meta", "origins", "persons", "postings",
    "record_log", "records", "seen", "task_states", "tasks", "timers", "views",
  ])
  func anEditOfAnyColumnIsFound(table: String) throws {
    let scene = try Self.scene.get()
    for column in try scene.columns(of: table) where Self.excused["\(table).\(column.name)"] == nil {
      let edit = Self.edits["\(table).\(column.name)"] ?? scene.plainEdit(of: column, in: table)
      let found = try scene.findings { connection in
        try connection.execute(edit)
        #expect(connection.lastChangeCount > 0, "nothing to edit: \(edit)")
      }
      #expect(found != [], "\(table).\(column.name) is not looked at: \(edit)")
    }
  }

  @Test func theTestKnowsEveryTable() throws {
    let known = Set(["attempts", "bundle_files", "bundles", "capabilities", "claims", "families", "history", "inbox"])
      .union(["incidents", "instances", "meta", "persons", "postings", "seen", "tasks", "timers", "views"])
      .union(["event_counts", "family_starts", "instance_views", "origins", "record_log", "records", "task_states"])
    #expect(Set(try Self.scene.get().tables()) == known)
  }

  @Test func aRowThatIsTakenAwayIsFound() throws {
    let scene = try Self.scene.get()
    // Facts with one home each, what people have decided already, and counts for people.
    for table in try scene.tables() where !["meta", "incidents", "event_counts"].contains(table) {
      let found = try scene.findings { try $0.execute("DELETE FROM \(table) WHERE \(scene.last(of: table))") }
      #expect(found != [], "a row of \(table)")
    }
  }

  @Test(arguments: [
    "INSERT INTO capabilities SELECT family, role, randomblob(32) FROM capabilities LIMIT 1",
    "INSERT INTO claims SELECT family, name || 'x', resource, starts, ends FROM claims LIMIT 1",
    "INSERT INTO postings SELECT family, sequence, position + 50, id, debit, credit, 1, currency, at FROM postings LIMIT 1",
    "INSERT INTO views (live, field, value, family) SELECT live, field || 'x', value, family FROM views LIMIT 1",
    "INSERT INTO attempts SELECT task, attempt + 1, 'send', 'k', 1, 2, 'done', '' FROM task_states WHERE attempt = 1 LIMIT 1",
    "UPDATE capabilities SET family = (SELECT max(id) FROM families) WHERE family = 1",
    "UPDATE postings SET currency = 'USD' WHERE family = 1",
    "UPDATE postings SET debit = credit, credit = debit WHERE family = 1",
    "UPDATE families SET status = 'stopped' WHERE id = 1", "UPDATE families SET status = 'ended' WHERE id = 2",
    "UPDATE inbox SET status = 'consumed' WHERE status = 'unmatched'",
    "UPDATE inbox SET status = 'pending' WHERE id = 1",
  ])
  func aRowThatIsAddedOrMovedIsFound(edit: String) throws {
    let found = try Self.scene.get().findings { connection in
      try connection.execute(edit)
      #expect(connection.lastChangeCount > 0, "nothing to edit: \(edit)")
    }
    #expect(found != [])
  }

  /// Columns of which an edit is not found, each with the reason.
  private static let excused = [
    "attempts.number": "",
    "bundles.deployed_at": "orders a list; nothing else follows from it",
    "event_counts.family": "counts are for people",
    "event_counts.role": "counts are for people",
    "event_counts.verdict": "counts are for people",
    "event_counts.count": "counts are for people",
    "event_counts.last_at": "counts are for people",
    "families.updated_at": "the time of the last write; only that it is not before the birth",
    "families.version": "lets a second writer notice the first; any number does",
    "instances.updated_at": "as that of families",
    "instances.version": "as that of families",
    "inbox.name": "said by the sender; what a family made of it stands in its history",
    "inbox.signed_at": "said by the sender",
    "inbox.tries": "counts how often a family was looked for",
    "incidents.id": "nothing refers to it",
    "incidents.family": "for people; a stopped family without one is found",
    "incidents.inbox": "for people; a held event without one is found",
    "incidents.task": "for people",
    "incidents.code": "for people, and in the journal",
    "incidents.title": "for people, and in the journal",
    "incidents.opened_at": "for people, and in the journal",
    "incidents.closed_by": "what a person said, and nowhere else",
    "incidents.reason": "what a person said, and nowhere else",
    "meta.key": "each fact has one home; a program that misses one starts anew from the clock",
    "record_log.position": "orders the log",
    "record_log.actor": "for people",
    "record_log.reason": "for people",
    "seen.body_hash": "of a body that is not kept",
    "task_states.updated_at": "as that of families",
  ].filter { !$0.value.isEmpty }

  private static let done =
    "(SELECT max(s.task) FROM task_states s JOIN tasks t ON t.id = s.task WHERE s.status = 'done' AND t.family = 1)"

  /// Where adding to the last row's value would be no edit that matters, or none that can be told.
  private static let edits = [
    // Any later time may be right; none at all is not.
    "task_states.next_at":
      "UPDATE task_states SET next_at = NULL WHERE task = (SELECT max(task) FROM task_states WHERE next_at IS NOT NULL)",
    "task_states.deadline": "UPDATE task_states SET deadline = NULL WHERE task = (SELECT max(task) FROM task_states)",
    "tasks.id":
      "UPDATE tasks SET id = id + 1000 WHERE id = (SELECT max(task) FROM task_states WHERE attempt IS NOT NULL)",
    "tasks.class": "UPDATE tasks SET class = 'pure' WHERE id = 1",
    "task_states.status": "UPDATE task_states SET status = 'failed' WHERE task = \(done)",
    "task_states.result": "UPDATE task_states SET result = '{}' WHERE task = \(done)",
    "task_states.active":
      "UPDATE task_states SET active = 0 WHERE task = (SELECT max(task) FROM task_states WHERE active = 1 AND closed = 0)",
    "task_states.generation": "UPDATE task_states SET generation = 2 WHERE task = \(done)",
    "task_states.open_key":
      "UPDATE task_states SET open_key = 'x' WHERE task = (SELECT max(task) FROM task_states WHERE open_key IS NOT NULL)",
    // Of a definition that names none, it is the default of some release.
    "task_states.retry_first": "UPDATE task_states SET retry_first = 0 WHERE task = 1",
    "task_states.retry_factor": "UPDATE task_states SET retry_factor = 0 WHERE task = 1",
    "task_states.retry_cap": "UPDATE task_states SET retry_cap = 0 WHERE task = 1",
    // A provider's answer is kept nowhere else unless it settled the step.
    "task_states.attempt_detail": "UPDATE task_states SET attempt_detail = 'x' WHERE task = 1",
    "task_states.attempt_kind": "UPDATE task_states SET attempt_kind = 'reconcile' WHERE task = 1",
    "task_states.attempt": "UPDATE task_states SET attempt = attempt + 100 WHERE task = 1",
    "task_states.attempt_started_at": "UPDATE task_states SET attempt_started_at = 0 WHERE task = 1",
    "task_states.attempt_ended_at": "UPDATE task_states SET attempt_ended_at = NULL WHERE task = 1",
    "attempts.detail": "UPDATE attempts SET detail = 'x'",
    "attempts.kind": "UPDATE attempts SET kind = 'reconcile'",
    "attempts.number": "UPDATE attempts SET number = number + 100",
    "attempts.started_at": "UPDATE attempts SET started_at = 0",
    "attempts.ended_at": "UPDATE attempts SET ended_at = NULL",
    // Personal data have one home, without a digest, so that they can be erased; only that they are there is known.
    "persons.data": "UPDATE persons SET data = '{}' WHERE family = 1",
    "persons.erased_at": "UPDATE persons SET erased_at = 1 WHERE family = 1",
    "inbox.role": "UPDATE inbox SET role = 'x' WHERE status = 'pending'",
    "inbox.status":
      "UPDATE inbox SET status = 'pending' WHERE id = (SELECT max(id) FROM inbox WHERE status = 'consumed')",
    "inbox.family": "UPDATE inbox SET family = 2 WHERE family = 1",
    "inbox.body": "UPDATE inbox SET body = 'x' WHERE status = 'unmatched'",
    "inbox.cursor": "UPDATE inbox SET cursor = 1 WHERE id = 1",
    "inbox.next_at": "UPDATE inbox SET next_at = NULL WHERE status = 'unmatched'",
    "inbox.active": "UPDATE inbox SET active = 0 WHERE status = 'unmatched'",
    "incidents.detail": "UPDATE incidents SET detail = 'x'",
    "incidents.status": "UPDATE incidents SET status = 'resolved' WHERE status = 'open'",
    "incidents.closed_at": "UPDATE incidents SET closed_at = 1 WHERE status = 'open'",
    "instances.id": "UPDATE instances SET id = id + 1000 WHERE id = (SELECT max(instance) FROM timers)",
    "instances.status":
      "UPDATE instances SET status = 'ended' WHERE id = (SELECT max(id) FROM instances WHERE status = 'running')",
    "families.status": "UPDATE families SET status = 'ended' WHERE id = 2",
    // The next family has a row of the same field.
    "views.family":
      "UPDATE views SET family = family + 1000 WHERE (field, family) = (SELECT field, family FROM views LIMIT 1)",
    "meta.value": "UPDATE meta SET value = 'x' WHERE key = 'now'",
  ]
}
