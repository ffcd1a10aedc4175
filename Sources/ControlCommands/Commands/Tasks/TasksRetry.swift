import ArgumentParser
import Control

struct TasksRetry: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Have a step that gave up or waits at its provider taken up at once.",
    discussion: """
      A step that may have happened already is asked for first: it is sent again only if the provider does not know it.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: RecordNumber

  func perform(_ session: Session) throws {
    try session.act(RetryTask(task: task), act, done: "Task \(task) is taken up again")
  }
}
