import ArgumentParser
import CEL
import Control

struct Follow: DaemonCommand {
  static let configuration = CommandConfiguration(abstract: "Watch transitions, steps and incidents as they happen.")

  @OptionGroup var connection: ConnectionOptions

  @Option(name: .long, help: "Only this booking.")
  var reference: ShortText?

  @Option(name: .long, help: "Only machines of this workflow.")
  var workflow: ShortText?

  func perform(_ session: Session) throws {
    let eventStream = EventStreamText(wall: session.wall)
    try session.client(acts: false).stream(FollowEvents(reference: reference, workflow: workflow)) { entry in
      session.console.show(session.json ? JSON.text(entry.value) : eventStream.line(entry.answer))
      return true
    }
  }
}
