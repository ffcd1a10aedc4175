import ArgumentParser
import CEL
import Control

struct TasksList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List tasks, oldest first.",
    discussion: """
      Work for people (open) and steps that gave up (parked). --status accepted lists the steps whose provider has not settled yet, \
      --status unknown those whose outcome was lost.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only those in this status; open and parked ones when not given.")
  var status: TaskStatus?

  @Option(name: .long, help: "Only this person's.")
  var assignee: ShortText?

  @Option(name: .long, help: "Only this booking's.")
  var reference: ShortText?

  func perform(_ session: Session) throws {
    let request = ListTasks(
      status: status, assignee: assignee, reference: reference, after: page.after, limit: page.length.limit)
    session.show(list: try session.read(request), empty: "no task") { wall in
      [
        .init("task") { $0.task.description }, .init("reference") { $0.reference }, .init("step") { $0.step },
        .init("status") { $0.status }, .init("for") { $0.assignee }, .init("since") { wall.text($0.since) },
        .init("due") { due($0, wall) }, .init("asks") { $0.title },
      ]
    }
  }

  /// The due time as the workflow gives it; an instant is written like all others.
  private func due(_ task: TaskSummary, _ wall: Wall) -> String? {
    task.due.map { text in Wall.instant(.string(text)).map { wall.text($0) } ?? text }
  }
}
