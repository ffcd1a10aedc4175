import ArgumentParser
import Control

struct IncidentsDiscard: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Close an incident without doing anything.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The incident's number.")
  var incident: RecordNumber

  func perform(_ session: Session) throws {
    try session.act(DiscardIncident(incident: incident), act, done: "Incident \(incident): closed")
  }
}
