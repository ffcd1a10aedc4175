import ArgumentParser
import CEL
import CivilTime
import Control

struct ClockAdvance: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "advance", abstract: "Move the test clock, and show the events on the way.",
    discussion: "Stops at each instant at which something is due, and returns when nothing is left to do.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Option(name: .long, help: "To this instant, RFC 3339.")
  var to: Instant?

  @Option(name: .long, help: "By this much, ISO 8601: PT24H, P7D.")
  var by: ElapsedTime?

  @Flag(name: .long, help: "To the next due instant.")
  var next = false

  func validate() throws {
    guard [to != nil, by != nil, next].filter({ $0 }).count == 1 else {
      throw ValidationError("give one of --to, --by and --next")
    }
  }

  func perform(_ session: Session) throws {
    let eventStream = EventStreamText(wall: session.wall)
    try session.client(acts: true).stream(
      AdvanceClock(to: to, by: by, next: next ? true : nil), key: act.key ?? IdempotencyKey.make(),
      reason: act.reason, dryRun: act.dryRun
    ) { entry in
      session.console.show(session.json ? JSON.text(entry.value) : eventStream.line(entry.answer))
      return true
    }
  }
}
