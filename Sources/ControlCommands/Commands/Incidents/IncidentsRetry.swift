import ArgumentParser
import CEL

struct IncidentsRetry: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Step the event that failed again, now that its cause is gone.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The incident's number.")
  var incident: String

  func perform(_ session: Session) throws {
    try session.act(
      "incidents.retry", ["incident": .string(incident)], act, done: "Incident \(incident): its event is stepped again")
  }
}
