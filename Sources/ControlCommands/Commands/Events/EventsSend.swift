import ArgumentParser
import CEL

struct EventsSend: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a booking any event that its workflow declares.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The booking's reference.")
  var reference: String

  @Argument(help: "The event's name.")
  var name: String

  @Option(name: .long, help: "The event's data, a JSON object.")
  var data: String?

  func perform(_ session: Session) throws {
    var arguments: ValueMap = ["reference": .string(reference), "name": .string(name)]
    if let data = try ArgumentReading.object(data, option: "--data") { arguments["data"] = data }
    try session.act("families.event", arguments, act, done: "\(reference) took \(name)")
  }
}
