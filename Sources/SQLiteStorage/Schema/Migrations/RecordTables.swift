extension Migration {
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
