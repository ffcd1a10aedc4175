import ArgumentParser
import CEL

struct Inbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See events that are stored and not yet taken.", subcommands: [InboxList.self])
}

struct InboxList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List waiting events, oldest first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only those in this status.")
  var status: String?

  @Option(name: .long, help: "Only this source's.")
  var source: String?

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("status", status)
    arguments.set("source", source)
    arguments.set(page)
    session.show(list: try session.read("inbox.list", arguments), empty: "nothing waits") { wall in
      [
        .init("received", time: "received", wall), .init("source", field: "source"), .init("event", field: "name"),
        .init("reference", field: "reference"), .init("status", field: "status"), .init("attempts", field: "attempts"),
        .init("key", field: "key"),
      ]
    }
  }
}
