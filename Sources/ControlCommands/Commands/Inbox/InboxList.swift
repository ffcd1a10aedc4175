import ArgumentParser
import Control

struct Inbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See events that are stored and not yet taken.", subcommands: [InboxList.self])
}

struct InboxList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List waiting events, oldest first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: LengthOptions

  @Option(name: .long, help: "Only those in this status; unmatched ones when not given.")
  var status: InboxStatus?

  @Option(name: .long, help: "Only this source's.")
  var source: ShortText?

  func perform(_ session: Session) throws {
    let request = ListInbox(status: status, source: source, limit: page.limit)
    session.show(list: try session.read(request), empty: "nothing waits") { wall in
      [
        .init("received") { wall.text($0.received) }, .init("source") { $0.source }, .init("event") { $0.name },
        .init("reference") { $0.reference }, .init("status") { $0.status }, .init("attempts") { "\($0.attempts)" },
        .init("key") { $0.key },
      ]
    }
  }
}
