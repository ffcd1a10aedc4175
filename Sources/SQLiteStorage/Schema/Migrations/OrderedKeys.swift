/// Version 8 keeps capabilities in the order of their families, and notes which families remember events by a plain hash.
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

      INSERT OR REPLACE INTO meta (key, value)
        SELECT 'last-family-with-plain-keys', CAST(max(id) AS TEXT) FROM families HAVING max(id) IS NOT NULL;
      """#)
}
