import ArgumentParser
import Control

struct ExecutorsCheck: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Ask the systems a harmless question each.",
    discussion: """
      Whether they let us in, and have what our steps need: the provider's balance is read, the mail server greeted, the CRM \
      asked for its fields and stages, LinkedIn for whom the token belongs to, and each mailbox that is read for its folder's state. \
      Nothing is changed. Ends with 5 if one is broken. 'magnetiqd --check --online' asks the same before a start.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "Only this executor, or this mailbox (mailbox:NAME).")
  var name: ShortText?

  func perform(_ session: Session) throws {
    let answered = try session.read(CheckExecutors(name: name))
    session.show(list: answered, empty: "no executor and no mailbox") { _ in
      [
        .init("system") { $0.name }, .init("result") { $0.result }, .init("code") { $0.code },
        .init("says") { $0.message },
      ]
    }
    if answered.answer.items.contains(where: { $0.result == "broken" }) { throw Exit.findings.error }
  }
}
