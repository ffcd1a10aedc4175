import ArgumentParser
import Control

struct EventsSend: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a booking any event that its workflow declares.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The booking's reference.")
  var reference: ShortText

  @Argument(help: "The event's name.")
  var name: ShortText

  @Option(name: .long, help: "The event's data, a JSON object.")
  var data: String?

  func perform(_ session: Session) throws {
    let request = SendEvent(
      reference: reference, name: name, data: try ArgumentReading.object(data, option: "--data"))
    try session.act(request, act, done: "\(reference.string) took \(name.string)")
  }
}
