/// Version 7 keeps how far a task is, and its last attempt, apart from what was asked, and a machine's view apart from its
/// snapshot: a step writes small rows, and none that spills over its page.
///
/// Both changed tables are filled anew, because a changed table has to look exactly like one in a fresh file.
enum TaskStates {
  static let migration = Migration(
    number: 7, oldestProgram: 7,
    sql: #"""
      PRAGMA defer_foreign_keys = ON;
      DROP VIEW waiting;
      DROP TRIGGER families_status;

      CREATE TABLE sequence_6 AS SELECT name, seq FROM sqlite_sequence WHERE name IN ('tasks', 'instances');
      CREATE TABLE tasks_6 AS SELECT * FROM tasks;
      CREATE TABLE instances_6 AS SELECT * FROM instances;
      DROP TABLE tasks;
      DROP TABLE instances;

      CREATE TABLE instances (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        family     INTEGER NOT NULL REFERENCES families (id),
        workflow   TEXT NOT NULL,
        version    INTEGER NOT NULL,
        status     TEXT NOT NULL CHECK (status IN ('running', 'ended')),
        states     TEXT NOT NULL,
        snapshot   TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX instances_family ON instances (family, id);

      CREATE TABLE instance_views (
        instance INTEGER PRIMARY KEY REFERENCES instances (id),
        view     TEXT NOT NULL
      ) STRICT;

      CREATE TABLE tasks (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        family      INTEGER NOT NULL,
        instance    INTEGER NOT NULL,
        step        TEXT NOT NULL,
        class       TEXT NOT NULL CHECK (class = 'pure' OR class = 'idempotent' OR class = 'notify' OR class = 'money'
          OR class = 'human'),
        key         TEXT NOT NULL,
        lane        TEXT NOT NULL,
        machine     TEXT NOT NULL,
        incarnation INTEGER NOT NULL,
        serial      INTEGER NOT NULL,
        request     TEXT NOT NULL,
        created_at  INTEGER NOT NULL,
        FOREIGN KEY (family, instance) REFERENCES instances (family, id)
      ) STRICT;
      CREATE INDEX tasks_family ON tasks (family);

      CREATE TABLE task_states (
        task               INTEGER PRIMARY KEY REFERENCES tasks (id),
        step_type          TEXT NOT NULL,
        open_key           TEXT,
        generation         INTEGER NOT NULL,
        late               INTEGER NOT NULL,
        useful_until       INTEGER,
        attempt_timeout    INTEGER,
        retry_first        INTEGER NOT NULL,
        retry_factor       INTEGER NOT NULL,
        retry_cap          INTEGER NOT NULL,
        status             TEXT NOT NULL CHECK (status = 'ready' OR status = 'running' OR status = 'unknown'
          OR status = 'accepted' OR status = 'open' OR status = 'parked' OR status = 'done' OR status = 'failed'
          OR status = 'stopped'),
        attempts           INTEGER NOT NULL,
        next_at            INTEGER,
        deadline           INTEGER,
        result             TEXT NOT NULL,
        updated_at         INTEGER NOT NULL,
        active             INTEGER NOT NULL,
        attempt            INTEGER,
        attempt_kind       TEXT CHECK (attempt_kind = 'send' OR attempt_kind = 'reconcile'),
        attempt_key        TEXT,
        attempt_started_at INTEGER,
        attempt_ended_at   INTEGER,
        attempt_outcome    TEXT,
        attempt_detail     TEXT,
        closed             INTEGER GENERATED ALWAYS AS (status = 'done' OR status = 'failed' OR status = 'stopped') VIRTUAL
      ) STRICT;
      CREATE INDEX task_states_open ON task_states (status) WHERE closed = 0;
      CREATE UNIQUE INDEX task_states_key ON task_states (open_key) WHERE open_key IS NOT NULL;
      CREATE INDEX task_states_due ON task_states (step_type, next_at, task)
        WHERE active = 1 AND (status = 'ready' OR status = 'unknown' OR status = 'accepted') AND next_at IS NOT NULL;
      CREATE INDEX task_states_out ON task_states (task) WHERE attempt IS NOT NULL AND attempt_ended_at IS NULL;

      INSERT INTO instances (id, family, workflow, version, status, states, snapshot, created_at, updated_at)
        SELECT id, family, workflow, version, status, states, snapshot, created_at, updated_at FROM instances_6;
      INSERT INTO instance_views (instance, view) SELECT id, view FROM instances_6;
      INSERT INTO tasks (id, family, instance, step, class, key, lane, machine, incarnation, serial, request, created_at)
        SELECT id, family, instance, step, class, key, lane, machine, incarnation, serial, request, created_at FROM tasks_6;
      INSERT INTO task_states (task, step_type, open_key, generation, late, useful_until, attempt_timeout, retry_first,
          retry_factor, retry_cap, status, attempts, next_at, deadline, result, updated_at, active, attempt, attempt_kind,
          attempt_key, attempt_started_at, attempt_ended_at, attempt_outcome, attempt_detail)
        SELECT t.id, t.step_type, iif(t.closed, NULL, nullif(t.key, '')), t.generation, t.late, t.useful_until,
          t.attempt_timeout, t.retry_first, t.retry_factor, t.retry_cap, t.status, t.attempts, t.next_at, t.deadline,
          t.result, t.updated_at, t.active, a.number, a.kind, a.key, a.started_at, a.ended_at, a.outcome,
          nullif(a.detail, t.result)
        FROM tasks_6 t LEFT JOIN attempts a
          ON a.task = t.id AND a.number = (SELECT max(l.number) FROM attempts l WHERE l.task = t.id);
      DELETE FROM attempts
        WHERE EXISTS (SELECT 1 FROM task_states s WHERE s.task = attempts.task AND s.attempt = attempts.number);

      -- Ids that were given and pruned are not given again.
      DELETE FROM sqlite_sequence WHERE name IN ('tasks', 'instances');
      INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM sequence_6;
      DROP TABLE sequence_6;
      DROP TABLE tasks_6;
      DROP TABLE instances_6;

      CREATE TRIGGER families_status AFTER UPDATE OF status ON families WHEN old.status <> new.status BEGIN
        UPDATE timers SET active = (new.status = 'running')
          WHERE instance IN (SELECT id FROM instances WHERE family = new.id);
        UPDATE task_states SET active = (new.status = 'running')
          WHERE task IN (SELECT id FROM tasks WHERE family = new.id) AND closed = 0;
        UPDATE inbox SET active = (new.status = 'running') WHERE family = new.id AND status = 'pending';
      END;

      CREATE VIEW waiting AS
        SELECT f.key AS family, f.status AS family_status, 'timer' AS kind, t.name, 'armed' AS state, NULL AS since,
          strftime('%Y-%m-%dT%H:%M:%SZ', t.due / 1000000, 'unixepoch') AS until
        FROM families f JOIN instances i ON i.family = f.id JOIN timers t ON t.instance = i.id
        WHERE f.status <> 'ended'
        UNION ALL
        SELECT f.key, f.status, 'step', t.step, s.status,
          strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000000, 'unixepoch'),
          strftime('%Y-%m-%dT%H:%M:%SZ', s.next_at / 1000000, 'unixepoch')
        FROM families f JOIN tasks t ON t.family = f.id JOIN task_states s ON s.task = t.id
        WHERE f.status <> 'ended' AND s.closed = 0
        UNION ALL
        SELECT f.key, f.status, 'event', e.name, e.status,
          strftime('%Y-%m-%dT%H:%M:%SZ', e.received_at / 1000000, 'unixepoch'),
          strftime('%Y-%m-%dT%H:%M:%SZ', e.next_at / 1000000, 'unixepoch')
        FROM families f JOIN inbox e ON e.family = f.id
        WHERE f.status <> 'ended' AND e.status = 'pending'
        UNION ALL
        SELECT f.key, f.status, 'incident', i.code, i.status,
          strftime('%Y-%m-%dT%H:%M:%SZ', i.opened_at / 1000000, 'unixepoch'), NULL
        FROM families f JOIN incidents i ON i.family = f.id
        WHERE f.status <> 'ended' AND i.status = 'open';

      CREATE VIEW steps AS
        SELECT f.key AS family, t.id, t.step, s.step_type, t.class, s.status, s.attempts,
          strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000000, 'unixepoch') AS since,
          strftime('%Y-%m-%dT%H:%M:%SZ', s.next_at / 1000000, 'unixepoch') AS next, t.request, s.result
        FROM families f JOIN tasks t ON t.family = f.id JOIN task_states s ON s.task = t.id;
      """#)
}
