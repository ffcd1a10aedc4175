import ArgumentParser
import Control

struct IncidentsShow: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Everything known of an incident.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The incident's number.")
  var incident: RecordNumber

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowIncident(incident: incident)))
  }
}
