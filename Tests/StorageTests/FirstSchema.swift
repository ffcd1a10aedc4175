/// The schema of version 1, as files of that time have it. Never edited: migrations are tried on it.
enum FirstSchema {
  static let sql = #"""

    CREATE TABLE meta (
      key   TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bundles (
      hash        TEXT NOT NULL PRIMARY KEY,
      deployed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bundle_files (
      bundle TEXT NOT NULL REFERENCES bundles (hash),
      path   TEXT NOT NULL,
      source TEXT NOT NULL,
      UNIQUE (bundle, path)
    ) STRICT;

    CREATE TABLE families (
      id         INTEGER PRIMARY KEY AUTOINCREMENT,
      key        TEXT NOT NULL UNIQUE,
      workflow   TEXT NOT NULL,
      bundle     TEXT NOT NULL REFERENCES bundles (hash),
      version    INTEGER NOT NULL,
      status     TEXT NOT NULL CHECK (status IN ('running', 'stopped', 'ended')),
      body       TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX families_live ON families (bundle) WHERE status <> 'ended';
    CREATE INDEX families_stopped ON families (id) WHERE status = 'stopped';

    CREATE TABLE instances (
      id         INTEGER PRIMARY KEY AUTOINCREMENT,
      family     INTEGER NOT NULL REFERENCES families (id),
      workflow   TEXT NOT NULL,
      version    INTEGER NOT NULL,
      status     TEXT NOT NULL CHECK (status IN ('running', 'ended')),
      states     TEXT NOT NULL,
      snapshot   TEXT NOT NULL,
      view       TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX instances_family ON instances (family, id);

    CREATE TABLE history (
      family   INTEGER NOT NULL REFERENCES families (id),
      sequence INTEGER NOT NULL,
      at       INTEGER NOT NULL,
      kind     TEXT NOT NULL,
      name     TEXT NOT NULL,
      actor    TEXT NOT NULL,
      stimulus TEXT NOT NULL,
      trace    TEXT NOT NULL,
      hash     BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE UNIQUE INDEX history_family ON history (family, sequence);

    CREATE TABLE postings (
      family   INTEGER NOT NULL REFERENCES families (id),
      sequence INTEGER NOT NULL,
      position INTEGER NOT NULL,
      id       TEXT NOT NULL,
      debit    TEXT NOT NULL,
      credit   TEXT NOT NULL,
      amount   INTEGER NOT NULL CHECK (amount > 0),
      currency TEXT NOT NULL,
      at       INTEGER NOT NULL,
      PRIMARY KEY (family, sequence, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE views (
      field  TEXT NOT NULL,
      value  TEXT NOT NULL,
      family INTEGER NOT NULL REFERENCES families (id),
      PRIMARY KEY (field, value, family)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX views_family ON views (family, field);

    CREATE TABLE timers (
      active     INTEGER NOT NULL,
      due        INTEGER NOT NULL,
      instance   INTEGER NOT NULL,
      name       TEXT NOT NULL,
      family     INTEGER NOT NULL,
      generation INTEGER NOT NULL,
      PRIMARY KEY (active, due, instance, name),
      FOREIGN KEY (family, instance) REFERENCES instances (family, id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX timers_name ON timers (instance, name);

    CREATE TABLE tasks (
      id         INTEGER PRIMARY KEY AUTOINCREMENT,
      family     INTEGER NOT NULL,
      instance   INTEGER NOT NULL,
      step       TEXT NOT NULL,
      executor   TEXT NOT NULL,
      class      TEXT NOT NULL CHECK (class IN ('pure', 'idempotent', 'notify', 'money', 'human')),
      key        TEXT NOT NULL,
      generation INTEGER NOT NULL,
      lane       TEXT NOT NULL,
      status     TEXT NOT NULL CHECK (status IN
        ('ready', 'running', 'unknown', 'accepted', 'open', 'parked', 'done', 'failed', 'stopped')),
      attempts   INTEGER NOT NULL,
      next_at    INTEGER,
      deadline   INTEGER,
      request    TEXT NOT NULL,
      notes      TEXT NOT NULL,
      result     TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      active     INTEGER NOT NULL,
      closed     INTEGER GENERATED ALWAYS AS (status IN ('done', 'failed', 'stopped')) VIRTUAL,
      FOREIGN KEY (family, instance) REFERENCES instances (family, id)
    ) STRICT;
    CREATE INDEX tasks_family ON tasks (family, closed);
    CREATE INDEX tasks_open ON tasks (status) WHERE closed = 0;
    CREATE UNIQUE INDEX tasks_key ON tasks (key) WHERE closed = 0 AND key <> '';
    CREATE INDEX tasks_due ON tasks (next_at)
      WHERE active = 1 AND status IN ('ready', 'unknown') AND next_at IS NOT NULL;

    CREATE TABLE attempts (
      task       INTEGER NOT NULL REFERENCES tasks (id),
      number     INTEGER NOT NULL,
      kind       TEXT NOT NULL CHECK (kind IN ('send', 'reconcile')),
      key        TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at   INTEGER,
      outcome    TEXT NOT NULL,
      detail     TEXT NOT NULL,
      PRIMARY KEY (task, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempts_open ON attempts (task, number) WHERE ended_at IS NULL;

    CREATE TABLE claims (
      family   INTEGER NOT NULL REFERENCES families (id),
      name     TEXT NOT NULL,
      resource TEXT NOT NULL,
      starts   INTEGER NOT NULL,
      ends     INTEGER NOT NULL CHECK (ends > starts),
      PRIMARY KEY (family, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claims_resource ON claims (resource, ends, starts);

    CREATE TABLE sequences (
      name  TEXT NOT NULL PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE persons (
      family    INTEGER PRIMARY KEY REFERENCES families (id),
      data      TEXT NOT NULL,
      erased_at INTEGER
    ) STRICT;

    CREATE TABLE capabilities (
      hash   BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
      family INTEGER NOT NULL REFERENCES families (id),
      role   TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

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
      tries       INTEGER NOT NULL,
      active      INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX inbox_status ON inbox (status) WHERE status <> 'consumed';
    CREATE INDEX inbox_due ON inbox (id) WHERE status = 'pending' AND active = 1;
    CREATE INDEX inbox_family ON inbox (family) WHERE status = 'pending';
    CREATE INDEX inbox_unmatched ON inbox (next_at) WHERE status = 'unmatched';

    CREATE TABLE seen (
      source    TEXT NOT NULL,
      key_hash  BLOB NOT NULL CHECK (length(key_hash) = 16),
      body_hash BLOB NOT NULL CHECK (length(body_hash) = 16),
      inbox     INTEGER NOT NULL,
      at        INTEGER NOT NULL,
      verdict   TEXT NOT NULL,
      PRIMARY KEY (source, key_hash)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE incidents (
      id        INTEGER PRIMARY KEY AUTOINCREMENT,
      family    INTEGER REFERENCES families (id),
      inbox     INTEGER REFERENCES inbox (id),
      task      INTEGER REFERENCES tasks (id),
      code      TEXT NOT NULL,
      title     TEXT NOT NULL,
      detail    TEXT NOT NULL,
      status    TEXT NOT NULL CHECK (status IN ('open', 'retried', 'skipped', 'discarded', 'resolved')),
      opened_at INTEGER NOT NULL,
      closed_at INTEGER,
      closed_by TEXT NOT NULL,
      reason    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX incidents_status ON incidents (status);
    CREATE INDEX incidents_family ON incidents (family, status);

    CREATE TRIGGER families_status AFTER UPDATE OF status ON families WHEN old.status <> new.status BEGIN
      UPDATE timers SET active = (new.status = 'running')
        WHERE instance IN (SELECT id FROM instances WHERE family = new.id);
      UPDATE tasks SET active = (new.status = 'running') WHERE family = new.id AND closed = 0;
      UPDATE inbox SET active = (new.status = 'running') WHERE family = new.id AND status = 'pending';
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
        strftime('%Y-%m-%dT%H:%M:%SZ', e.received_at / 1000000, 'unixepoch'), NULL
      FROM families f JOIN inbox e ON e.family = f.id
      WHERE f.status <> 'ended' AND e.status = 'pending'
      UNION ALL
      SELECT f.key, f.status, 'incident', i.code, i.status,
        strftime('%Y-%m-%dT%H:%M:%SZ', i.opened_at / 1000000, 'unixepoch'), NULL
      FROM families f JOIN incidents i ON i.family = f.id
      WHERE f.status <> 'ended' AND i.status = 'open';

    CREATE VIEW money_held AS
      SELECT f.key AS family, iif(s.sign > 0, p.credit, p.debit) AS account, p.currency,
        sum(s.sign * p.amount) AS amount
      FROM families f JOIN postings p ON p.family = f.id JOIN (SELECT 1 AS sign UNION ALL SELECT -1) s
      GROUP BY f.key, account, p.currency;

    CREATE VIEW open_incidents AS
      SELECT i.id, f.key AS family, i.code, i.title,
        strftime('%Y-%m-%dT%H:%M:%SZ', i.opened_at / 1000000, 'unixepoch') AS opened, i.detail
      FROM incidents i LEFT JOIN families f ON f.id = i.family
      WHERE i.status = 'open'
      ORDER BY i.id;
    """#
}
