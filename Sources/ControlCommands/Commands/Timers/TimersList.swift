import ArgumentParser
import CivilTime
import Control

struct Timers: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "See when timers are due.", subcommands: [TimersList.self])
}

struct TimersList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List timers, the next due first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: LengthOptions

  @Option(name: .long, help: "Only this booking's.")
  var reference: ShortText?

  @Option(name: .long, help: "Only those due before, RFC 3339.")
  var before: Instant?

  func perform(_ session: Session) throws {
    let request = ListTimers(reference: reference, before: before, limit: page.limit)
    session.show(list: try session.read(request), empty: "no timer") { wall in
      [
        .init("due") { wall.text($0.due) }, .init("reference") { $0.reference }, .init("workflow") { $0.workflow },
        .init("timer") { $0.name },
      ]
    }
  }
}
