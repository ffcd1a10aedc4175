import ArgumentParser
import Control

struct IncidentsList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List incidents, oldest first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: LengthOptions

  @Option(name: .long, help: "Only those in this status; open ones when not given.")
  var status: IncidentStatus?

  @Option(name: .long, help: "Only this booking's.")
  var reference: ShortText?

  func perform(_ session: Session) throws {
    let request = ListIncidents(status: status, reference: reference, limit: page.limit)
    session.show(list: try session.read(request), empty: "no incident") { wall in
      [
        .init("incident") { $0.incident.description }, .init("problem") { $0.problem },
        .init("reference") { $0.reference }, .init("status") { $0.status }, .init("since") { wall.text($0.since) },
        .init("message") { $0.message(wall) },
      ]
    }
  }
}
