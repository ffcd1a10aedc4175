/// Version 5 lists the values of conditions by OR, since SQLite builds a table for each IN of more than two values, each
/// time a row is written. The index of a family's tasks has no status any more, so that the end of a task leaves it
/// alone.
///
/// Both tables are filled anew, because a changed table has to look exactly like one in a fresh file.
enum PlainConditions {
  static let migration = Migration(
    number: 5, oldestProgram: 5,
    sql: #"""
      PRAGMA defer_foreign_keys = ON;
      DROP VIEW waiting;

      CREATE TABLE sequence_4 AS SELECT name, seq FROM sqlite_sequence WHERE name IN ('tasks', 'inbox');
      CREATE TABLE tasks_4 AS SELECT * FROM tasks;
      CREATE TABLE inbox_4 AS SELECT * FROM inbox;
      DROP TABLE tasks;
      DROP TABLE inbox;

      CREATE TABLE tasks (
        id              INTEGER PRIMARY KEY AUTOINCREMENT,
        family          INTEGER NOT NULL,
        instance        INTEGER NOT NULL,
        step            TEXT NOT NULL,
        step_type       TEXT NOT NULL,
        class           TEXT NOT NULL CHECK (class = 'pure' OR class = 'idempotent' OR class = 'notify' OR class = 'money'
          OR class = 'human'),
        key             TEXT NOT NULL,
        generation      INTEGER NOT NULL,
        lane            TEXT NOT NULL,
        machine         TEXT NOT NULL,
        incarnation     INTEGER NOT NULL,
        serial          INTEGER NOT NULL,
        late            INTEGER NOT NULL,
        useful_until    INTEGER,
        attempt_timeout INTEGER,
        retry_first     INTEGER NOT NULL,
        retry_factor    INTEGER NOT NULL,
        retry_cap       INTEGER NOT NULL,
        status          TEXT NOT NULL CHECK (status = 'ready' OR status = 'running' OR status = 'unknown'
          OR status = 'accepted' OR status = 'open' OR status = 'parked' OR status = 'done' OR status = 'failed'
          OR status = 'stopped'),
        attempts        INTEGER NOT NULL,
        next_at         INTEGER,
        deadline        INTEGER,
        request         TEXT NOT NULL,
        result          TEXT NOT NULL,
        created_at      INTEGER NOT NULL,
        updated_at      INTEGER NOT NULL,
        active          INTEGER NOT NULL,
        closed          INTEGER GENERATED ALWAYS AS (status = 'done' OR status = 'failed' OR status = 'stopped') VIRTUAL,
        FOREIGN KEY (family, instance) REFERENCES instances (family, id)
      ) STRICT;
      CREATE INDEX tasks_family ON tasks (family);
      CREATE INDEX tasks_open ON tasks (status) WHERE closed = 0;
      CREATE UNIQUE INDEX tasks_key ON tasks (key) WHERE closed = 0 AND key <> '';
      CREATE INDEX tasks_due ON tasks (step_type, next_at, id)
        WHERE active = 1 AND (status = 'ready' OR status = 'unknown' OR status = 'accepted') AND next_at IS NOT NULL;

      INSERT INTO tasks (id, family, instance, step, step_type, class, key, generation, lane, machine, incarnation, serial,
          late, useful_until, attempt_timeout, retry_first, retry_factor, retry_cap, status,
          attempts, next_at, deadline, request, result, created_at, updated_at, active)
        SELECT id, family, instance, step, step_type, class, key, generation, lane, machine, incarnation, serial,
          late, useful_until, attempt_timeout, retry_first, retry_factor, retry_cap, status,
          attempts, next_at, deadline, request, result, created_at, updated_at, active
        FROM tasks_4;

      CREATE TABLE inbox (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        source      TEXT NOT NULL,
        key         TEXT NOT NULL,
        name        TEXT NOT NULL,
        role        TEXT NOT NULL,
        family      INTEGER REFERENCES families (id),
        status      TEXT NOT NULL CHECK (status = 'pending' OR status = 'consumed' OR status = 'unmatched' OR status = 'held'
          OR status = 'discarded'),
        body        TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        signed_at   INTEGER,
        next_at     INTEGER,
        cursor      INTEGER,
        tries       INTEGER NOT NULL,
        active      INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX inbox_status ON inbox (status) WHERE status <> 'consumed';
      CREATE INDEX inbox_due ON inbox (id) WHERE status = 'pending' AND active = 1 AND next_at IS NULL;
      CREATE INDEX inbox_family ON inbox (family) WHERE status = 'pending';
      CREATE INDEX inbox_later ON inbox (next_at)
        WHERE status IN ('pending', 'unmatched') AND active = 1 AND next_at IS NOT NULL;

      INSERT INTO inbox (id, source, key, name, role, family, status, body, received_at, signed_at, next_at, cursor, tries,
          active)
        SELECT id, source, key, name, role, family, status, body, received_at, signed_at, next_at, cursor, tries,
          active
        FROM inbox_4;

      -- Ids that were given and pruned are not given again.
      DELETE FROM sqlite_sequence WHERE name IN ('tasks', 'inbox');
      INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM sequence_4;
      DROP TABLE sequence_4;
      DROP TABLE tasks_4;
      DROP TABLE inbox_4;

      CREATE VIEW waiting AS
        SELECT f.key AS family, f.status AS family_status, 'timer' AS kind, t.name, 'armed' AS state, NULL AS since,
          strftime('%Y-%m-%dT%H:%M:%SZ', t.due / 1000000, 'unixepoch') AS until
        FROM families f JOIN instances i ON i.family = f.id JOIN timers t ON t.instance = i.id
        WHERE f.status <> 'ended'
        UNION ALL
        SELECT f.key, f.status, 'step', t.step, t.status,
          strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000000, 'unixepoch'),
          strftime('%Y-%m-%dT%H:%M:%SZ', t.next_at / 1000000, 'unixepoch')
        FROM families f JOIN tasks t ON t.family = f.id
        WHERE f.status <> 'ended' AND t.closed = 0
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
      """#)
}
