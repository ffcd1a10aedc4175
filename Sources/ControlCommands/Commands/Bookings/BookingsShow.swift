import ArgumentParser
import CEL

struct BookingsShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Where a booking is, what it waits for, since when, and who can unblock it.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The booking's reference.")
  var reference: String

  func perform(_ session: Session) throws {
    let family = try session.read("families.show", ["reference": .string(reference)])
    session.console.show(
      session.json ? JSON.text(family) : FamilyText(family: family, wall: session.wall(by: family)).text)
  }
}
