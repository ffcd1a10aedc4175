import ArgumentParser
import CEL
import Control

struct TasksShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What a task asks, the fields of its answer, and the command that gives it.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The task's number.")
  var task: RecordNumber

  func perform(_ session: Session) throws {
    let answered = try session.read(ShowTask(task: task))
    if session.json { return session.console.show(JSON.text(answered.value)) }
    session.console.show(
      TaskText(task: answered.answer, wall: session.wall(by: answered.now), width: session.width).text)
  }
}
