import ArgumentParser
import CEL

struct BookingsList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List bookings, last changed first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only families of this root workflow.")
  var workflow: String?

  @Option(name: .long, help: "Only those in this status.")
  var status: String?

  @Option(name: .long, help: ArgumentHelp("Only those whose view says so; may be repeated.", valueName: "name=value"))
  var `where`: [String] = []

  func perform(_ session: Session) throws {
    var arguments = ValueMap()
    arguments.set("workflow", workflow)
    arguments.set("status", status)
    if let view = try ArgumentReading.pairs(`where`, option: "--where") { arguments["view"] = view }
    arguments.set(page)
    session.show(list: try session.read("families.list", arguments), empty: "no such booking") { wall in
      [
        .init("reference", field: "reference"), .init("status") { Cell.text($0["view"]?["status"]) },
        .init("stage") { Cell.text($0["view"]?["stage"]) },
        .init("payment") { Cell.text($0["view"]?["paymentStatus"]) },
        .init("escrow") { Cell.text($0["view"]?["escrowStatus"]) }, .init("runs", field: "status"),
        .init("changed", time: "updated", wall),
      ]
    }
  }
}
