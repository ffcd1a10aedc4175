import ArgumentParser
import Control

struct ClockAccept: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Trust the machine's clock again, after it was stepped.",
    discussion: "Look at timedatectl first: everything that is due by the new time happens at once.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  func perform(_ session: Session) throws {
    try session.act(AcceptClock(), act, done: "The clock is trusted again")
  }
}
