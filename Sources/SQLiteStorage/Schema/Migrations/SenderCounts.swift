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
}
