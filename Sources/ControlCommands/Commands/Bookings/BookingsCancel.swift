import ArgumentParser
import CEL
import Control

struct BookingsCancel: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a booking as its operator; the workflow decides about money.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The booking's reference.")
  var reference: ShortText

  func perform(_ session: Session) throws {
    let request = SendEvent(reference: reference, name: "cancel.operator", data: ["reason": .string(act.reason)])
    try session.act(request, act, done: "\(reference.string) is cancelled")
  }
}
