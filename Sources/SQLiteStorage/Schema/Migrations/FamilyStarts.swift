/// Version 6 keeps what a family was started with apart from its body, which each step writes anew.
enum FamilyStarts {
  static let migration = Migration(
    number: 6, oldestProgram: 6,
    sql: #"""
      CREATE TABLE family_starts (
        family INTEGER PRIMARY KEY REFERENCES families (id),
        body   TEXT NOT NULL
      ) STRICT;

      INSERT INTO family_starts (family, body)
        SELECT id, json_remove(body, '$.balances', '$.postings', '$.deferred', '$.claims', '$.rush') FROM families;
      UPDATE families SET body = json_remove(body, '$.key', '$.created', '$.input', '$.params', '$.currency');
      """#)
}
