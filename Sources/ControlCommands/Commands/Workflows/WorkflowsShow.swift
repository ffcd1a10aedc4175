import ArgumentParser
import Control

struct WorkflowsShow: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a deployed workflow's source.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The workflow's name.")
  var workflow: ShortText

  @Option(name: .long, help: "A version; the newest when not given.")
  var version: ShortText?

  func perform(_ session: Session) throws {
    let answered = try session.read(ShowWorkflow(workflow: workflow, version: version))
    if session.json { return session.show(object: answered) }
    let found = answered.answer
    session.console.talk(Cell.plain("\(found.workflow) \(found.version) \(found.hash)"))
    let lines = found.source.split(separator: "\n", omittingEmptySubsequences: false).map { Cell.plain(String($0)) }
    session.console.show(lines.joined(separator: "\n"))
  }
}
