import ArgumentParser
import CEL

struct TasksDone: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "Say that a task is done.",
    discussion: """
      For a step that waits at its provider, --data is the evidence: what the provider would have replied.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The task's number.")
  var task: String

  @Option(name: .long, help: "What the workflow wants to know of it, a JSON object.")
  var data: String?

  func perform(_ session: Session) throws {
    var arguments: ValueMap = ["task": .string(task)]
    if let data = try ArgumentReading.object(data, option: "--data") { arguments["data"] = data }
    try session.act("tasks.done", arguments, act, done: "Task \(task) is done")
  }
}
