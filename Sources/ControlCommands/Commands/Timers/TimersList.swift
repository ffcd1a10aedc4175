import ArgumentParser
import CEL

struct Timers: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "See what is due when.", subcommands: [TimersList.self])
}

struct TimersList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List timers, the next due first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only this booking's.")
  var reference: String?

  @Option(name: .long, help: "Only those due before, RFC 3339.")
  var before: String?

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("reference", reference)
    arguments.set("before", before)
    arguments.set(page)
    session.show(list: try session.read("timers.list", arguments), empty: "no timer") { wall in
      [
        .init("due", time: "due", wall), .init("reference", field: "reference"),
        .init("workflow", field: "workflow"), .init("timer", field: "name"),
      ]
    }
  }
}
