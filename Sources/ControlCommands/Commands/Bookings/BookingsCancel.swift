import ArgumentParser
import CEL

struct BookingsCancel: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a booking as its operator; the workflow decides about money.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The booking's reference.")
  var reference: String

  func perform(_ session: Session) throws {
    try session.act(
      "families.event",
      [
        "reference": .string(reference), "name": "cancel.operator",
        "data": ["reason": .string(act.reason)],
      ], act, done: "\(reference) is cancelled")
  }
}
