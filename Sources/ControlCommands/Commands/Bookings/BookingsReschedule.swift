import ArgumentParser
import CEL
import CivilTime
import Control

struct BookingsReschedule: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "reschedule", abstract: "Move a booking to another time.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The booking's reference.")
  var reference: ShortText

  @Option(name: .long, help: "The new start, RFC 3339: 2030-01-31T10:00:00+01:00.")
  var start: String

  @Option(name: .long, help: "The new end, RFC 3339.")
  var end: String

  func validate() throws {
    let instants = try [("--start", start), ("--end", end)].map { option, text in
      do { return try Instant.parse(text) } catch { throw ValidationError("\(option): \(error)") }
    }
    if instants[1] <= instants[0] { throw ValidationError("--end has to be later than --start") }
  }

  func perform(_ session: Session) throws {
    let request = SendEvent(
      reference: reference, name: "reschedule.request", data: ["start": .string(start), "end": .string(end)])
    try session.act(request, act, done: "moving \(reference.string) to \(start)")
  }
}
