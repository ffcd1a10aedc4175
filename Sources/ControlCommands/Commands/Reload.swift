import ArgumentParser
import CEL
import Control

struct Reload: DaemonCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have the daemon read its configuration and workflows again.",
    discussion: "Returns when that is done; faults of the new ones are reported, and the old ones stay.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    let answered = try session.client(acts: true).call(ReloadDefinitions())
    session.console.show(session.json ? JSON.text(answered.value) : Cell.plain(answered.answer.text))
  }
}
