import ArgumentParser
import CEL

struct IncidentsDiscard: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Close an incident without doing anything.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The incident's number.")
  var incident: String

  func perform(_ session: Session) throws {
    try session.act("incidents.discard", ["incident": .string(incident)], act, done: "Incident \(incident): closed")
  }
}
