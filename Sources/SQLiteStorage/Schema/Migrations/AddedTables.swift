extension Migration {
  /// Version 3 adds the source that started a family and counts of the events that it received. Because it only adds, a
  /// program of version 2 still runs on the file; families that such a program starts have no origin, and no site can
  /// read them.
  static let senderCounts = Migration(
    number: 3, oldestProgram: 2,
    sql: #"""
      -- Who asked for the family: the sender that may read it. Families that nobody asked for in a known way have none.
      CREATE TABLE origins (
        family INTEGER PRIMARY KEY REFERENCES families (id),
        source TEXT NOT NULL
      ) STRICT;

      CREATE TABLE event_counts (
        family  INTEGER NOT NULL REFERENCES families (id),
        role    TEXT NOT NULL,
        verdict TEXT NOT NULL,
        count   INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        PRIMARY KEY (family, role, verdict)
      ) STRICT, WITHOUT ROWID;

      -- The request that started a family is the first event of it.
      INSERT INTO origins (family, source)
        SELECT family, source FROM inbox WHERE id IN (
          SELECT min(id) FROM inbox WHERE name = 'start' AND role = 'site' AND family IS NOT NULL GROUP BY family);
      """#)

  /// Version 4 adds the records that people keep, and their log. Because it only adds, a program of version 2 still runs
  /// on the file.
  static let records = Migration(
    number: 4, oldestProgram: 2,
    sql: #"""
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
      """#)
}
