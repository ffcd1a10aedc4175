import ArgumentParser
import CEL

struct IncidentsList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List incidents, oldest first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only those in this status; open ones when not given.")
  var status: String?

  @Option(name: .long, help: "Only this booking's.")
  var reference: String?

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("status", status)
    arguments.set("reference", reference)
    arguments.set(page)
    session.show(list: try session.read("incidents.list", arguments), empty: "no incident") { wall in
      [
        .init("incident", field: "incident"), .init("problem", field: "problem"),
        .init("reference", field: "reference"), .init("status", field: "status"),
        .init("since", time: "since", wall), .init("message", field: "message"),
      ]
    }
  }
}
