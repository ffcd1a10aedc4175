import ArgumentParser
import CivilTime
import Control

struct BookingsHistory: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Everything that happened to a booking, oldest first.")

  @OptionGroup var connection: ConnectionOptions

  @Option(
    name: .long, help: "Only entries since an instant (2027-03-01T09:00:00Z), or so long ago (PT2H, P3D).")
  var since: Moment?

  @Option(name: .long, help: "Only the newest, so many steps of the booking; not with --limit or --after.")
  var last: PageSize?

  @Option(name: .long, help: "How many steps of the booking at most, 1 to 1000; 50 when not given.")
  var limit: PageSize?

  @Option(name: .long, help: "Continue after the 'next' of an earlier list.")
  var after: ShortText?

  @Argument(help: "The booking's reference.")
  var reference: ShortText

  func validate() throws {
    if last != nil, limit != nil || after != nil {
      throw ValidationError("--last goes with neither --limit nor --after")
    }
  }

  func perform(_ session: Session) throws {
    let request = ListHistory(
      reference: reference, since: try since?.instant(session), last: last, after: after,
      limit: last == nil ? limit ?? 50 : nil)
    let answered = try session.read(request)
    session.show(list: answered, empty: "no history", more: "a larger --last") { lines in
      HistoryText(wall: session.wall(by: answered.now), width: session.width).text(lines)
    }
  }
}
