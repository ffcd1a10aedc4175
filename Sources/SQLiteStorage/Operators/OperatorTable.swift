/// Describes what operators see of one table: the listed columns and nothing else. A new table or column stays hidden
/// until it is listed.
struct OperatorTable {
  let name: String
  let columns: [String]
  /// Columns that are shown only if personal data is requested; otherwise they read as NULL.
  var personal: [String] = []
  /// Columns that are never shown, each with the reason.
  var withheld: [String: String] = [:]
  /// A condition on the rows that are shown; nil shows all.
  var condition: String?
  /// The rows, if they are not those of the table alone.
  var source: String?

  static let all: [OperatorTable] = [
    OperatorTable(
      name: "meta", columns: ["key", "value"],
      // Rows are listed by key, so that a secret stored under another key is not shown.
      condition:
        "key IN ('now', 'clock-mode', 'clock-hold', 'schema-oldest-program', 'zone-edition', 'last-family-with-plain-keys')"
    ),
    OperatorTable(name: "bundles", columns: ["hash", "deployed_at"]),
    OperatorTable(name: "bundle_files", columns: ["bundle", "path", "source"]),
    // A family was changed last by its own row or by its last step.
    OperatorTable(
      name: "families",
      columns: ["id", "key", "workflow", "bundle", "version", "status", "body", "created_at", "updated_at"],
      source: """
        (SELECT id, key, workflow, bundle, version, status, body, created_at, max(updated_at, coalesce(
          (SELECT at FROM main.history WHERE family = id ORDER BY sequence DESC LIMIT 1), 0)) AS updated_at
          FROM main.families)
        """),
    OperatorTable(name: "family_starts", columns: ["family", "body"]),
    OperatorTable(
      name: "instances",
      columns: [
        "id", "family", "workflow", "version", "status", "states", "snapshot", "view", "created_at", "updated_at",
      ],
      source: "main.instances LEFT JOIN main.instance_views ON instance = id"),
    OperatorTable(name: "instance_views", columns: ["instance", "view"]),
    OperatorTable(
      name: "history",
      columns: ["family", "sequence", "at", "kind", "name", "actor", "stimulus", "trace", "hash"]),
    OperatorTable(
      name: "postings",
      columns: ["family", "sequence", "position", "id", "debit", "credit", "amount", "currency", "at"]),
    OperatorTable(name: "views", columns: ["field", "value", "family", "live"]),
    OperatorTable(name: "timers", columns: ["active", "due", "instance", "name", "family", "generation"]),
    OperatorTable(
      name: "tasks",
      columns: [
        "id", "family", "instance", "step", "step_type", "class", "key", "generation", "lane", "machine",
        "incarnation", "serial", "late", "useful_until", "attempt_timeout", "retry_first", "retry_factor", "retry_cap",
        "status", "attempts", "next_at", "deadline", "request", "result", "created_at", "updated_at", "active",
        "closed",
      ],
      source: "main.tasks LEFT JOIN main.task_states ON task = id"),
    OperatorTable(
      name: "task_states",
      columns: [
        "task", "step_type", "open_key", "generation", "late", "useful_until", "attempt_timeout", "retry_first",
        "retry_factor", "retry_cap", "status", "attempts", "next_at", "deadline", "result", "updated_at", "active",
        "attempt", "attempt_kind", "attempt_key", "attempt_started_at", "attempt_ended_at", "attempt_outcome",
        "attempt_detail", "closed",
      ]),
    // All attempts, the last one of each task included.
    OperatorTable(
      name: "attempts",
      columns: ["task", "number", "kind", "key", "started_at", "ended_at", "outcome", "detail"],
      source: """
        (SELECT task, number, kind, key, started_at, ended_at, outcome, detail FROM main.attempts
          UNION ALL SELECT task, attempt, attempt_kind, attempt_key, attempt_started_at, attempt_ended_at,
            attempt_outcome, coalesce(attempt_detail, result) FROM main.task_states WHERE attempt IS NOT NULL)
        """),
    OperatorTable(name: "claims", columns: ["family", "name", "resource", "starts", "ends"]),
    OperatorTable(name: "persons", columns: ["family", "data", "erased_at"], personal: ["data"]),
    OperatorTable(
      name: "capabilities", columns: ["family", "role"],
      withheld: ["hash": "a capability can be tried against it without anybody noticing"]),
    // Records may be about people, and are what was written of them.
    OperatorTable(name: "records", columns: ["kind", "id", "version", "body", "at"], personal: ["body"]),
    OperatorTable(
      name: "record_log", columns: ["position", "kind", "id", "version", "body", "at", "actor", "reason"],
      personal: ["body"]),
    OperatorTable(name: "origins", columns: ["family", "source"]),
    OperatorTable(name: "event_counts", columns: ["family", "role", "verdict", "count", "last_at"]),
    OperatorTable(
      name: "inbox",
      columns: [
        "id", "source", "key", "name", "role", "family", "status", "body", "received_at", "signed_at", "next_at",
        "cursor", "tries", "active",
      ],
      // The body stands as it was received and may hold anything that the sender wrote.
      personal: ["body"]),
    OperatorTable(
      name: "seen", columns: ["source", "inbox", "at", "verdict"],
      withheld: [
        "key_hash": "short keys can be found from it", "body_hash": "a guess at personal data can be confirmed by it",
      ]),
    OperatorTable(
      name: "incidents",
      columns: [
        "id", "family", "inbox", "task", "code", "title", "detail", "status", "opened_at", "closed_at", "closed_by",
        "reason",
      ]),
  ]
}
