import ArgumentParser
import CEL

struct WorkflowsShow: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a deployed workflow's source.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The workflow's name.")
  var workflow: String

  @Option(name: .long, help: "A version; the newest when not given.")
  var version: String?

  func perform(_ session: Session) throws {
    var arguments: ValueMap = ["workflow": .string(workflow)]
    arguments.set("version", version)
    let answer = try session.read("workflows.show", arguments)
    guard !session.json, let source = answer["source"]?.stringValue else { return session.show(object: answer) }
    session.console.talk("\(workflow) \(Cell.text(answer["version"])) \(Cell.text(answer["hash"]))")
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { Cell.plain(String($0)) }
    session.console.show(lines.joined(separator: "\n"))
  }
}
