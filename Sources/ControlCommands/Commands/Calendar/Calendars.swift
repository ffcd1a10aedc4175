import ArgumentParser
import Control
import Glibc

struct Calendars: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Exchange busy time with other calendars.",
    subcommands: [CalendarImport.self, CalendarExport.self])
}

struct CalendarImport: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take a consultant's busy time from an iCalendar file, in the place of what it said before.",
    discussion: "With --dry-run it is only said what would be taken, and what could not be read.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Option(name: .long, help: "The calendar's name, if the consultant has several.")
  var name: ShortText?

  @Argument(help: "The consultant's slug.")
  var slug: ShortText

  @Argument(help: "The file.")
  var file: String

  func perform(_ session: Session) throws {
    let text = String(decoding: try InputFile.bytes(file, atMost: 786_432), as: UTF8.self)
    guard !text.isEmpty else { throw ValidationError("'\(Cell.plain(file))' is empty") }
    try session.act(
      ImportCalendar(slug: slug, name: name, text: CalendarText(text)), act,
      done: "the calendar of \(slug.string) was read")
  }
}

struct CalendarExport: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print when a consultant is busy, as an iCalendar file with one VFREEBUSY.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The consultant's slug.")
  var slug: ShortText

  func perform(_ session: Session) throws {
    print(try session.read(ExportCalendar(slug: slug)).answer.text, terminator: "")
  }
}
