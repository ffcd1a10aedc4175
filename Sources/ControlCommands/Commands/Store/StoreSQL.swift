import ArgumentParser
import CEL
import Control

struct StoreSQL: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Ask the store in SQL, reading only.",
    discussion: "Never open the live file with the sqlite3 shell: this is the safe way.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "One SELECT.")
  var sql: String

  @Option(name: .long, help: "How many rows at most, 1 to 10000.")
  var limit: RowLimit = 1_000

  func perform(_ session: Session) throws {
    let answered = try session.read(QueryStore(sql: Script(sql), limit: limit))
    if session.json {
      session.console.show(JSON.text(answered.value))
      return
    }
    let rows = answered.answer.rows.map { row in row.map { $0.map { Cell.plain($0) } ?? "" } }
    let grid = Grid(titles: answered.answer.columns.map { Cell.plain($0) }, rows: rows)
    session.console.show(grid.text(width: session.width))
    if answered.answer.truncated { session.console.talk("\(rows.count) shown; there are more rows: --limit") }
  }
}
