import ArgumentParser
import Control

struct IncidentsSkip: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Leave the event that failed out and let the booking go on.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The incident's number.")
  var incident: RecordNumber

  func perform(_ session: Session) throws {
    try session.act(SkipIncident(incident: incident), act, done: "Incident \(incident): its event is left out")
  }
}
