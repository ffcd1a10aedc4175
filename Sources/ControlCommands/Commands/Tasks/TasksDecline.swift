import ArgumentParser
import CEL

struct TasksDecline: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Say that a task will not be done.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: String

  func perform(_ session: Session) throws {
    try session.act("tasks.decline", ["task": .string(task)], act, done: "Task \(task) is declined")
  }
}
