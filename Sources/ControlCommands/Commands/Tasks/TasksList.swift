import ArgumentParser
import CEL

struct TasksList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List tasks, oldest first.",
    discussion: """
      Work for people (open) and steps that gave up (parked). --status accepted lists the steps whose provider has not settled yet, \
      --status unknown those whose outcome was lost.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Those in this status: open, parked, accepted, unknown, ready, running, done …")
  var status: String?

  @Option(name: .long, help: "Only this person's.")
  var assignee: String?

  @Option(name: .long, help: "Only this booking's.")
  var reference: String?

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("status", status)
    arguments.set("assignee", assignee)
    arguments.set("reference", reference)
    arguments.set(page)
    session.show(list: try session.read("tasks.list", arguments), empty: "no task") { wall in
      [
        .init("task", field: "task"), .init("reference", field: "reference"), .init("step", field: "step"),
        .init("status", field: "status"), .init("assignee", field: "assignee"), .init("since", time: "since", wall),
        .init("due", time: "due", wall), .init("title", field: "title"),
      ]
    }
  }
}
