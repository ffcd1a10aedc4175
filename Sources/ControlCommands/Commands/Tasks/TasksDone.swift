import ArgumentParser
import Control

struct TasksDone: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "Say that a task is done.",
    discussion: """
      'magnetiqctl tasks show N' lists the fields that --data has to have. An answer without one of them, or with another \
      name or type, is refused and changes nothing. For a step that waits at its provider, --data is the evidence: what the provider would have replied.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: RecordNumber

  @Option(name: .long, help: "What the workflow wants to know of it, a JSON object.")
  var data: String?

  func perform(_ session: Session) throws {
    let request = FinishTask(task: task, data: try ArgumentReading.object(data, option: "--data"))
    try session.act(request, act, done: "Task \(task) is answered")
  }
}
