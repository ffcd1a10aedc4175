import ArgumentParser
import CEL

struct WorkflowsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the deployed workflows and how many live families each has.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read("workflows.list"), empty: "no workflow") { _ in
      [
        .init("workflow", field: "workflow"), .init("version", field: "version"),
        .init("hash") { String(Cell.text($0["hash"]).prefix(12)) }, .init("families", field: "families"),
      ]
    }
  }
}
