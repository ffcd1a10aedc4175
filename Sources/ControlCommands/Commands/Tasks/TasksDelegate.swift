import ArgumentParser
import Control

struct TasksDelegate: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "delegate", abstract: "Give a task to somebody else.",
    discussion: """
      'tasks list --assignee' finds it under the new name, and the page for tasks of a booking's client or consultant shows \
      what is theirs. What was asked, and when it is due, stay as they are.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: RecordNumber

  @Option(name: .long, help: "Whose it is from now on: operator, consultant, client, or a name.")
  var to: ShortText

  func perform(_ session: Session) throws {
    try session.act(DelegateTask(task: task, to: to), act, done: "Task \(task) is for \(to.string)")
  }
}
