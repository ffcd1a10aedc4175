import ArgumentParser
import CEL
import Control

struct Reload: DaemonCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have the daemon read its configuration and workflows again.",
    discussion: "Returns when that is done; what is wrong with the new ones is told, and the old ones stay.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    let answer = try session.client(acts: true).call("reload")
    session.console.show(
      session.json ? JSON.text(answer) : VerdictText.sentence(answer, done: "Reloaded", dryRun: false))
  }
}
