import ArgumentParser
import Control

struct ConsultantsSlots: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "slots", abstract: "Find when a service of a consultant can be booked.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The consultant's slug.")
  var slug: ShortText

  @Option(name: .long, help: "The service's type.")
  var service: ShortText

  @Option(name: .long, help: "Minutes; the service's own when not given.")
  var length: Int64?

  @Option(name: .long, help: "The first day, as 2030-01-31.")
  var from: ShortText

  @Option(name: .long, help: "The last day.")
  var to: ShortText

  @Option(
    name: .long,
    help: "The zone of the days and the times that are shown; the consultant's when not given.")
  var zone: ShortText?

  @Flag(name: .long, help: "Also the starts that cannot be booked, each with the reason.")
  var explain = false

  func perform(_ session: Session) throws {
    let request = FindSlots(
      slug: slug, service: service, length: length, from: from, to: to, zone: zone,
      explain: explain ? true : nil)
    session.show(list: try session.read(request), empty: "no free start") { _ in
      [
        .init("start") { "\($0.start)" }, .init("wall") { $0.wall },
        .init("consultant") { $0.consultantWall },
        .init("reason") { $0.reason }, .init("detail") { $0.detail },
      ]
    }
  }
}
