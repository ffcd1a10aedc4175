/// Version 8 keeps capabilities in the order of their families, notes which families remember events by a plain hash, and
/// keeps the views of live and of ended families in two parts of one key instead of in a key and an index.
///
/// A row under a key without an order dirties a page of its own in a large store; families that are alive are neighbours.
enum OrderedKeys {
  static let migration = Migration(
    number: 8, oldestProgram: 8,
    sql: #"""
      CREATE TABLE capabilities_7 AS SELECT family, role, hash FROM capabilities;
      DROP TABLE capabilities;
      CREATE TABLE capabilities (
        family INTEGER NOT NULL REFERENCES families (id),
        role   TEXT NOT NULL,
        hash   BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (family, role, hash)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO capabilities (family, role, hash)
        SELECT family, role, hash FROM capabilities_7 ORDER BY family, role, hash;
      DROP TABLE capabilities_7;

      CREATE TABLE views_7 AS SELECT live, field, value, family FROM views;
      DROP TABLE views;
      CREATE TABLE views (
        live   INTEGER NOT NULL,
        field  TEXT NOT NULL,
        value  TEXT NOT NULL,
        family INTEGER NOT NULL REFERENCES families (id),
        PRIMARY KEY (live, field, value, family)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO views (live, field, value, family)
        SELECT live, field, value, family FROM views_7 ORDER BY live, field, value, family;
      DROP TABLE views_7;
      CREATE UNIQUE INDEX views_family ON views (family, field);

      INSERT OR REPLACE INTO meta (key, value)
        SELECT 'last-family-with-plain-keys', CAST(max(id) AS TEXT) FROM families HAVING max(id) IS NOT NULL;
      """#)
}
