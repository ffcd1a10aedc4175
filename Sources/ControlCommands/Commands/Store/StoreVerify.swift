import ArgumentParser
import CEL
import Control

struct StoreVerify: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the whole store: the file, the history's hashes, the books.",
    discussion: "Takes as long as the store is large. Ends with 5 when a check fails.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    var client = session.client(acts: false)
    client.timeout = .seconds(24 * 3_600)
    let answer = try client.call("store.verify")
    if session.json {
      session.console.show(JSON.text(answer))
    } else {
      let columns: [Table.Column] = [
        .init("check", field: "name"), .init("result") { $0["ok"]?.boolValue == true ? "ok" : "FAILED" },
        .init("detail", field: "detail"),
      ]
      session.console.show(Table.text(columns, answer["checks"]?.listValue ?? []))
    }
    guard answer["ok"]?.boolValue == true else { throw Exit.findings.error }
  }
}
