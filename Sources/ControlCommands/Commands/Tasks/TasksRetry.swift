import ArgumentParser
import CEL

struct TasksRetry: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Have a step that gave up tried again.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: String

  func perform(_ session: Session) throws {
    try session.act("tasks.retry", ["task": .string(task)], act, done: "Task \(task) will be tried again")
  }
}
