import ArgumentParser
import Control

struct TasksDecline: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Say that a task will not be done.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: RecordNumber

  func perform(_ session: Session) throws {
    try session.act(DeclineTask(task: task), act, done: "Task \(task) is declined")
  }
}
