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
      session.console.show(answered.answer.checks.map { text($0, width: session.width) }.joined(separator: "\n"))
    }
    guard answered.answer.ok else { throw Exit.findings.error }
  }

  private func text(_ check: Verification.Check, width: Int) -> String {
    let indent = 8
    func paragraph(_ text: String) -> String {
      text.split(separator: "\n").map { Paragraph.wrap(Cell.plain(String($0)), width: width - indent, indent: indent) }
        .joined(separator: "\n" + String(repeating: " ", count: indent))
    }
    let lines = [paragraph(check.name), check.detail.map(paragraph)].compactMap { $0 }
    return (check.ok ? "ok      " : "FAILED  ") + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
