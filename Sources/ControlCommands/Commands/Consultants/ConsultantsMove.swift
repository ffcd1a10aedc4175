import ArgumentParser
import Control

struct ConsultantsMove: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract:
      "Move a consultant to another state: in_review, published, paused, suspended, retired.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The consultant's slug.")
  var slug: ShortText

  @Argument(help: "The new state.")
  var status: ConsultantStatus

  func perform(_ session: Session) throws {
    try session.act(
      MoveConsultant(slug: slug, status: status), act, done: "\(slug.string) is \(status.rawValue)")
  }
}
