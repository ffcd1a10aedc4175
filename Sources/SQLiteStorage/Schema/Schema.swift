/// The complete schema of today. A new file gets it at once; an older file reaches it by `Migration.all`.
enum Schema {
  /// The value of `PRAGMA user_version` in a file with this schema.
  static let version: Int64 = 8
  /// The value of `PRAGMA application_id` in our files: "MGNQ".
  static let applicationID: Int64 = 0x4D47_4E51

  static let sql = tables + "\n\n" + QuestionViews.sql

  private static let tables = #"""
    -- Magnetiq's store.
    --
    -- A FAMILY is one booking with all its machines; an INSTANCE is one machine of it. Everything a family does, it
    -- does in one transaction of the daemon's only writer: the event is marked as consumed, the machines' snapshots are
    -- replaced where their version is still the one that was read, one row of history is appended with its postings,
    -- indexed view fields are set, timers armed or removed, tasks added with their first attempt, claims taken or given
    -- back. Only after that commit is an answer given or anything sent. So a row that you can read here is true, and
    -- what is not here did not happen.
    --
    -- The order in which one reads to understand a booking:
    --   families    the booking: its business key, its status, its books (body); family_starts: what it was started with
    --   instances   where each of its machines stands; instance_views: what each shows of itself
    --   history     how it came to that, one row a step, a hash chain
    --   postings    which money moved, per step; balances are their sums
    --   timers      what it will do by itself, and when
    --   tasks       what executors or people have to do for it; task_states: how far each is, with its last attempt;
    --               attempts: the attempts before that one
    --   inbox       what it was told; seen: that it was told, for ever, so that nothing counts twice
    --   incidents   where a person has to decide
    -- and what stands beside: views (how lists and webhooks find a family), claims (a consultant's time), persons
    -- (personal data, apart, so that it can be erased), capabilities (who may act), origins (who asked for a family),
    -- event_counts (how often each role spoke to it), records with record_log (what people keep beside families),
    -- bundles (the definitions that families are pinned to), meta (the store's clock, epoch, owner).
    -- For the common questions there are views: waiting, steps, money_held, open_incidents.
    --
    -- Conventions. Instants (due, at, …_at, starts, ends, deadline, useful_until) are microseconds since 1970 UTC,
    -- rounded up; lengths (attempt_timeout, retry_first, retry_cap) are microseconds:
    --   SELECT strftime('%Y-%m-%dT%H:%M:%SZ', due / 1000000, 'unixepoch') FROM timers;
    -- Money is whole minor units (cents). JSON text is in: families.body, family_starts.body, instances.snapshot,
    -- instance_views.view, history.stimulus and .trace, tasks.request, task_states.result and .attempt_detail,
    -- attempts.detail, inbox.body, seen.verdict, persons.data, incidents.detail. Hashes are blobs. Ids rise and are never
    -- given twice (AUTOINCREMENT), also after rows were pruned. `active` is 1 while the row's family is running (or not known yet), `live` until it has ended:
    -- kept by triggers of families, so that what is due can be read in order without stepping over the backlog of
    -- stopped families, and live families can be found without stepping over the ended ones.
    --
    -- Rows that a step of a family writes anew stand apart from what is written once (family_starts, tasks) or seldom
    -- (instance_views), so that a commit writes few pages. A row that fits into a page leaves no other page to write. A
    -- step writes the rows of its family and of its machines only if something in them has changed: when the family
    -- stepped last is the time of its last row of history.
    --
    -- Form. STRICT everywhere. Wide rows are rowid tables, whose pages hold them whole; small ones are WITHOUT ROWID
    -- and live in their key. Partial indexes hold open work only, so that they stay small however much is finished.
    -- Conditions that each change evaluates list their values by OR: for more than two of them, IN builds a table.

    CREATE TABLE meta (
      key   TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- A deployed set of definitions and templates; immutable; families stay on the one that they started with.
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
    CREATE INDEX families_live ON families (bundle, workflow) WHERE status <> 'ended';
    CREATE INDEX families_stopped ON families (id) WHERE status = 'stopped';

    -- Key, time, input, parameters and currency: written once, apart from the row that each step writes. The chain of
    -- the history begins with its hash.
    CREATE TABLE family_starts (
      family INTEGER PRIMARY KEY REFERENCES families (id),
      body   TEXT NOT NULL
    ) STRICT;

    -- version rises with each write; states is for people; snapshot is what the core goes on from. It may still name a
    -- step whose task is closed: the end of a step alone does not write its machine.
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

    -- The fields that a machine shows, by name: a function of the snapshot, kept for those who read without definitions.
    CREATE TABLE instance_views (
      instance INTEGER PRIMARY KEY REFERENCES instances (id),
      view     TEXT NOT NULL
    ) STRICT;

    -- hash = SHA-256 over the previous row's hash and this row's canonical bytes.
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
      live   INTEGER NOT NULL,
      field  TEXT NOT NULL,
      value  TEXT NOT NULL,
      family INTEGER NOT NULL REFERENCES families (id),
      PRIMARY KEY (live, field, value, family)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX views_family ON views (family, field);

    -- The key is the order in which timers fire; the index finds the one row of a name without a scan, and a machine's
    -- timers.
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

    -- A task as somebody was asked to do it; never changed. machine is the workflow that started it.
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

    -- How far a task is. step_type is the executor's step (stripe.transfer), open_key the task's key as long as it is
    -- open and has one; late is 1 if the machine gave the step up while an attempt was out. The wait before the next
    -- attempt grows from retry_first by retry_factor up to retry_cap. attempts counts the sends; attempt is the number
    -- of the last attempt, NULL before the first. An attempt is committed before anything is sent; attempt_ended_at is
    -- NULL while its outcome is not known. attempt_detail is NULL where it is the result.
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

    -- The attempts at a task before its last one.
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

    -- [starts, ends). Indexed by the end: claims of the past, which only grow in number, are never stepped over.
    CREATE TABLE claims (
      family   INTEGER NOT NULL REFERENCES families (id),
      name     TEXT NOT NULL,
      resource TEXT NOT NULL,
      starts   INTEGER NOT NULL,
      ends     INTEGER NOT NULL CHECK (ends > starts),
      PRIMARY KEY (family, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claims_resource ON claims (resource, ends, starts);

    -- Erased: data is empty, erased_at is set. secure_delete is on, so the old bytes leave the file with the next
    -- checkpoint.
    CREATE TABLE persons (
      family    INTEGER PRIMARY KEY REFERENCES families (id),
      data      TEXT NOT NULL,
      erased_at INTEGER
    ) STRICT;

    CREATE TABLE capabilities (
      family INTEGER NOT NULL REFERENCES families (id),
      role   TEXT NOT NULL,
      hash   BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (family, role, hash)
    ) STRICT, WITHOUT ROWID;

    -- Who asked for a family: the site that may read it.
    CREATE TABLE origins (
      family INTEGER PRIMARY KEY REFERENCES families (id),
      source TEXT NOT NULL
    ) STRICT;

    -- How often a family heard events of a role that ended alike. An event that changed nothing leaves a count here and
    -- its row in seen, and no other.
    CREATE TABLE event_counts (
      family  INTEGER NOT NULL REFERENCES families (id),
      role    TEXT NOT NULL,
      verdict TEXT NOT NULL,
      count   INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      PRIMARY KEY (family, role, verdict)
    ) STRICT, WITHOUT ROWID;

    -- body is empty once consumed: it may have held personal data. A pending event with next_at waits until then.
    -- cursor belongs to an event for many families, which hear it in slices: those below this id have not heard it yet.
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
    CREATE INDEX incidents_open ON incidents (code, family) WHERE status = 'open';
    CREATE INDEX incidents_inbox ON incidents (inbox, code) WHERE inbox IS NOT NULL;
    CREATE INDEX incidents_task ON incidents (task) WHERE status = 'open' AND task IS NOT NULL;

    -- What people keep beside families: versioned texts of JSON by kind and id; the log has every version, with who
    -- made it and why.
    CREATE TABLE records (
      kind    TEXT NOT NULL,
      id      TEXT NOT NULL CHECK (id <> ''),
      version INTEGER NOT NULL CHECK (version > 0),
      body    TEXT NOT NULL,
      at      INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX records_id ON records (kind, id);

    CREATE TABLE record_log (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      kind     TEXT NOT NULL,
      id       TEXT NOT NULL,
      version  INTEGER NOT NULL,
      body     TEXT NOT NULL,
      at       INTEGER NOT NULL,
      actor    TEXT NOT NULL,
      reason   TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX record_log_version ON record_log (kind, id, version);
    CREATE INDEX record_log_kind ON record_log (kind, position);

    CREATE TRIGGER families_status AFTER UPDATE OF status ON families WHEN old.status <> new.status BEGIN
      UPDATE timers SET active = (new.status = 'running')
        WHERE instance IN (SELECT id FROM instances WHERE family = new.id);
      UPDATE task_states SET active = (new.status = 'running')
        WHERE task IN (SELECT id FROM tasks WHERE family = new.id) AND closed = 0;
      UPDATE inbox SET active = (new.status = 'running') WHERE family = new.id AND status = 'pending';
    END;

    CREATE TRIGGER families_end AFTER UPDATE OF status ON families
      WHEN (old.status = 'ended') <> (new.status = 'ended') BEGIN
      UPDATE views SET live = (new.status <> 'ended') WHERE family = new.id;
    END;
    """#
}
