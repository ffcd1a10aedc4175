extension Migration {
  /// Version 2 turns the JSON notes of tasks into columns, lets events be delivered in slices and later, finds live
  /// families by view value without reading ended ones, and finds incidents by their subject. It removes the unused
  /// sequences.
  ///
  /// Changed tables are filled anew, because a changed table has to look exactly like one in a fresh file. References
  /// to them are checked at the end of the transaction, when they hold again. Notes that are not JSON or name no
  /// machine refuse the whole migration, because a step without a known machine must not be carried out.
  static let typedTasks = Migration(
    number: 2, oldestProgram: 2,
    sql: #"""
      PRAGMA defer_foreign_keys = ON;
      DROP VIEW waiting;
      DROP TABLE sequences;
      DROP INDEX families_live;
      CREATE INDEX families_live ON families (bundle, workflow) WHERE status <> 'ended';

      CREATE TABLE sequence_1 AS SELECT name, seq FROM sqlite_sequence WHERE name IN ('tasks', 'inbox');
      CREATE TABLE views_1 AS SELECT * FROM views;
      CREATE TABLE tasks_1 AS SELECT * FROM tasks;
      CREATE TABLE inbox_1 AS SELECT * FROM inbox;
      DROP TABLE views;
      DROP TABLE tasks;
      DROP TABLE inbox;

      CREATE TABLE views (
        field  TEXT NOT NULL,
        value  TEXT NOT NULL,
        family INTEGER NOT NULL REFERENCES families (id),
        live   INTEGER NOT NULL,
        PRIMARY KEY (field, value, family)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX views_family ON views (family, field);
      CREATE INDEX views_live ON views (field, value, family) WHERE live = 1;

      INSERT INTO views (field, value, family, live)
        SELECT v.field, v.value, v.family, f.status <> 'ended' FROM views_1 v JOIN families f ON f.id = v.family;

      CREATE TABLE tasks (
        id              INTEGER PRIMARY KEY AUTOINCREMENT,
        family          INTEGER NOT NULL,
        instance        INTEGER NOT NULL,
        step            TEXT NOT NULL,
        step_type       TEXT NOT NULL,
        class           TEXT NOT NULL CHECK (class IN ('pure', 'idempotent', 'notify', 'money', 'human')),
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
        status          TEXT NOT NULL CHECK (status IN
          ('ready', 'running', 'unknown', 'accepted', 'open', 'parked', 'done', 'failed', 'stopped')),
        attempts        INTEGER NOT NULL,
        next_at         INTEGER,
        deadline        INTEGER,
        request         TEXT NOT NULL,
        result          TEXT NOT NULL,
        created_at      INTEGER NOT NULL,
        updated_at      INTEGER NOT NULL,
        active          INTEGER NOT NULL,
        closed          INTEGER GENERATED ALWAYS AS (status IN ('done', 'failed', 'stopped')) VIRTUAL,
        FOREIGN KEY (family, instance) REFERENCES instances (family, id)
      ) STRICT;
      CREATE INDEX tasks_family ON tasks (family, closed);
      CREATE INDEX tasks_open ON tasks (status) WHERE closed = 0;
      CREATE UNIQUE INDEX tasks_key ON tasks (key) WHERE closed = 0 AND key <> '';
      CREATE INDEX tasks_due ON tasks (step_type, next_at, id)
        WHERE active = 1 AND status IN ('ready', 'unknown', 'accepted') AND next_at IS NOT NULL;

      -- Lengths stand in the notes as seconds ('3.5s'), instants as RFC 3339 with or without a fraction of a second.
      -- An accepted step that nobody would have asked about again is asked about a day after it was last touched.
      INSERT INTO tasks (id, family, instance, step, step_type, class, key, generation, lane, machine, incarnation,
          serial, late, useful_until, attempt_timeout, retry_first, retry_factor, retry_cap, status, attempts, next_at,
          deadline, request, result, created_at, updated_at, active)
        SELECT id, family, instance, step, executor, class, key, generation, lane, notes ->> 'machine',
          notes ->> 'incarnation', notes ->> 'serial', coalesce(notes ->> 'late', 0),
          unixepoch(substr(notes ->> 'until', 1, 19)) * 1000000
            + CAST(round(CAST(substr(notes ->> 'until', 20) AS REAL) * 1000000) AS INTEGER),
          CAST(round(CAST(rtrim(notes ->> 'timeout', 's') AS REAL) * 1000000) AS INTEGER),
          coalesce(CAST(round(CAST(rtrim(notes ->> 'first', 's') AS REAL) * 1000000) AS INTEGER), 5000000),
          coalesce(notes ->> 'factor', 2),
          coalesce(CAST(round(CAST(rtrim(notes ->> 'cap', 's') AS REAL) * 1000000) AS INTEGER), 3600000000),
          status, attempts, iif(status = 'accepted', coalesce(next_at, updated_at + 86400000000), next_at), deadline,
          request, result, created_at, updated_at, active
        FROM tasks_1;

      CREATE TABLE inbox (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        source      TEXT NOT NULL,
        key         TEXT NOT NULL,
        name        TEXT NOT NULL,
        role        TEXT NOT NULL,
        family      INTEGER REFERENCES families (id),
        status      TEXT NOT NULL CHECK (status IN ('pending', 'consumed', 'unmatched', 'held', 'discarded')),
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

      INSERT INTO inbox (id, source, key, name, role, family, status, body, received_at, signed_at, next_at, tries,
          active)
        SELECT id, source, key, name, role, family, status, body, received_at, signed_at,
          iif(status = 'pending', NULL, next_at), tries, active
        FROM inbox_1;

      -- Ids that were given and pruned are not given again.
      DELETE FROM sqlite_sequence WHERE name IN ('tasks', 'inbox', 'sequences');
      INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM sequence_1;
      DROP TABLE sequence_1;
      DROP TABLE views_1;
      DROP TABLE tasks_1;
      DROP TABLE inbox_1;

      CREATE INDEX incidents_open ON incidents (code, family) WHERE status = 'open';
      CREATE INDEX incidents_inbox ON incidents (inbox, code) WHERE inbox IS NOT NULL;
      CREATE INDEX incidents_task ON incidents (task) WHERE status = 'open' AND task IS NOT NULL;

      CREATE TRIGGER families_end AFTER UPDATE OF status ON families
        WHEN (old.status = 'ended') <> (new.status = 'ended') BEGIN
        UPDATE views SET live = (new.status <> 'ended') WHERE family = new.id;
      END;

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
