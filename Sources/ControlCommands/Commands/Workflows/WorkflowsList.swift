import ArgumentParser
import Control

struct WorkflowsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the deployed workflows and how many live families each has.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListWorkflows()), empty: "no workflow") { _ in
      [
        .init("workflow") { $0.workflow }, .init("version") { $0.version }, .init("states") { "\($0.states)" },
        .init("families") { "\($0.families)" },
      ]
    }
  }
}
