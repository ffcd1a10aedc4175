import ArgumentParser
import Control

struct IncidentsRetry: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Step the event that failed again, now that its cause is gone.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The incident's number.")
  var incident: RecordNumber

  func perform(_ session: Session) throws {
    try session.act(RetryIncident(incident: incident), act, done: "Incident \(incident): its event is stepped again")
  }
}
