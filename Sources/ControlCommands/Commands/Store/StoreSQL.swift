import ArgumentParser
import CEL

struct StoreSQL: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Ask the store in SQL, reading only.",
    discussion: "Never open the live file with the sqlite3 shell: this is the safe way.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "One SELECT.")
  var sql: String

  @Option(name: .long, help: "How many rows at most, 1 to 10000.")
  var limit: Int64 = 1_000

  func perform(_ session: Session) throws {
    let answer = try session.read("store.sql", ["sql": .string(sql), "limit": .int(limit)])
    if session.json {
      session.console.show(JSON.text(answer))
      return
    }
    let titles = (answer["columns"]?.listValue ?? []).map { Cell.text($0) }
    let rows = (answer["rows"]?.listValue ?? []).map { ($0.listValue ?? []).map { Cell.text($0) } }
    session.console.show(Table.text(titles: titles, rows: rows))
    if answer["truncated"]?.boolValue == true { session.console.talk("there are more rows: --limit") }
  }
}
