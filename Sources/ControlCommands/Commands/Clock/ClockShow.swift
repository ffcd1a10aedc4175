import ArgumentParser
import Control

struct ClockShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the daemon's time, and the next due instant.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws { session.show(object: try session.read(ShowClock())) }
}
