import ArgumentParser
import CEL
import Control

struct BookingsShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a booking's state, what it waits for and since when, and who can unblock it.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The booking's reference.")
  var reference: ShortText

  func perform(_ session: Session) throws {
    let answered = try session.read(ShowFamily(reference: reference))
    if session.json { return session.console.show(JSON.text(answered.value)) }
    let text = FamilyText(family: answered.answer, wall: session.wall(by: answered.now), width: session.width).text
    session.console.show(text)
  }
}
