import ArgumentParser
import Control

struct Status: DaemonCommand {
  static let configuration = CommandConfiguration(abstract: "How the daemon is.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws { session.show(object: try session.read(ShowStatus())) }
}
