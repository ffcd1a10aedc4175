import ArgumentParser
import Control

struct WorkflowsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the deployed workflows, and older versions with live bookings.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListWorkflows()), empty: "no workflow") { _ in
      [
        .init("workflow") { $0.workflow }, .init("of") { $0.root }, .init("version") { $0.version },
        .init("new bookings") { $0.deployed ? "start here" : "no" }, .init("states") { "\($0.states)" },
        .init("live") { "\($0.families)" },
      ]
    }
  }
}
