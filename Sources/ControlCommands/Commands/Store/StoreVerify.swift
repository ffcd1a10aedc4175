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
    let answered = try client.call(VerifyStore())
    if session.json {
      session.console.show(JSON.text(answered.value))
    } else {
      let table = Table<Verification.Check>([
        .init("check") { $0.name }, .init("result") { $0.ok ? "ok" : "FAILED" }, .init("detail") { $0.detail },
      ])
      session.console.show(table.text(answered.answer.checks, width: session.width))
    }
    guard answered.answer.ok else { throw Exit.findings.error }
  }
}
