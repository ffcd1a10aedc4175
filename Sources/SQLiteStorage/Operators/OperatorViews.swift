import CSQLite
import Glibc
import Storage

/// The views through which operators' SQL reads the store. They are made for one connection.
///
/// Each table has a temporary view of its own name, which hides the table, above a second view whose name is drawn at
/// random for this connection. SQLite's authorizer is told in which view a column is read, so columns of tables may be
/// read within the second views and nowhere else. The first views would not suffice, because the authorizer cannot tell
/// them from a common table expression of the same name. Views of the file itself (`waiting`) are recreated on top of
/// these and can show no more than they do.
struct OperatorViews {
  /// The prefix of the drawn names. Nobody can know it while a statement is prepared.
  private let seal: String
  /// The names of the views that may be queried, in lower case.
  private let names: Set<String>
  /// The names of the file's own tables and views, in lower case.
  private let closed: Set<String>

  /// Creates the views. The connection must not be restricted yet.
  init(on connection: Connection, personalData: Bool) throws(StoreError) {
    var generator = SystemRandomNumberGenerator()
    seal = "sealed \(String(generator.next(), radix: 36))\(String(generator.next(), radix: 36)) "
    let schema = try connection.prepare(
      "SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema", name: "schema", persistent: false
    ).all { (type: $0.text(), name: $0.text(), sql: $0.text()) }
    let present = Set(schema.filter { $0.type == "table" }.map(\.name))
    var script = "PRAGMA query_only = 0;\n"
    var names: Set<String> = []
    for table in OperatorTable.all where present.contains(table.name) {
      script += table.sql(seal: seal, personalData: personalData)
      names.insert(table.name)
    }
    let prefix = "CREATE VIEW "
    for view in schema where view.type == "view" && view.sql.hasPrefix(prefix) && !names.contains(view.name) {
      script += "CREATE TEMP VIEW \(view.sql.dropFirst(prefix.count));\n"
      names.insert(view.name)
    }
    // Table-valued functions declare their tables on first use, which the authorizer would refuse later.
    script += "SELECT 1 FROM json_each('1') JOIN json_tree('1') LIMIT 0;\n"
    script += "PRAGMA query_only = 1;"
    self.names = Set(names.map { $0.lowercased() })
    closed = Set(schema.map { $0.name.lowercased() }).subtracting(self.names)
    try connection.execute(script)
  }

  /// Decides about a read: SQLITE_OK, SQLITE_DENY, or SQLITE_IGNORE, which makes the column read as NULL. An empty
  /// column name stands for a table of which no column is read, as in `count(*)`.
  func authorization(table: String, column: String, database: String?, within view: String?) -> Int32 {
    if let view, view.hasPrefix(seal) { return SQLITE_OK }
    let table = table.lowercased()
    switch database?.lowercased() {
    case "temp": return names.contains(table) || table.hasPrefix(seal) ? SQLITE_OK : SQLITE_DENY
    case nil:
      // The name stands in the statement itself: a view, a common table expression, or a table without a view.
      return closed.contains(table) ? SQLITE_DENY : SQLITE_OK
    case "main":
      if Self.tableFunctions.contains(table) { return SQLITE_OK }
      // Once SQLite has flattened the views, rows are counted in the table itself. Their number is no secret.
      if column.isEmpty, names.contains(table) { return SQLITE_OK }
      guard Self.catalogue.contains(table) else { return SQLITE_DENY }
      // The names of tables and views are shown; the rest of the catalogue reads as NULL.
      return ["type", "name", "tbl_name", ""].contains(column.lowercased()) ? SQLITE_OK : SQLITE_IGNORE
    default: return SQLITE_DENY
    }
  }

  private static let catalogue: Set<String> = ["sqlite_master", "sqlite_schema"]
  private static let tableFunctions: Set<String> = ["json_each", "json_tree"]
}

extension OperatorTable {
  /// The SQL that creates the two views of the table.
  fileprivate func sql(seal: String, personalData: Bool) -> String {
    let list = columns.map { column in
      personal.contains(column) && !personalData ? "NULL AS \"\(column)\"" : "\"\(column)\""
    }
    let rows = condition.map { " WHERE \($0)" } ?? ""
    return """
      CREATE TEMP VIEW "\(seal)\(name)" AS SELECT \(list.joined(separator: ", ")) FROM \(source ?? "main.\"\(name)\"")\(rows);
      CREATE TEMP VIEW "\(name)" AS SELECT * FROM temp."\(seal)\(name)";

      """
  }
}
