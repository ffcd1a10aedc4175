import ArgumentParser
import CEL
import Control

struct Follow: DaemonCommand {
  static let configuration = CommandConfiguration(abstract: "Watch transitions, steps and incidents as they happen.")

  @OptionGroup var connection: ConnectionOptions

  @Option(name: .long, help: "Only this booking.")
  var reference: String?

  @Option(name: .long, help: "Only machines of this workflow.")
  var workflow: String?

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("reference", reference)
    arguments.set("workflow", workflow)
    let timeline = TimelineText(wall: session.wall)
    try session.client(acts: false).stream("events.follow", arguments) { entry in
      session.console.show(session.json ? JSON.text(entry) : timeline.line(entry))
      return true
    }
  }
}
