import ArgumentParser
import Control

struct ClockShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What time the daemon has, and what is due next.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws { session.show(object: try session.read(ShowClock())) }
}
