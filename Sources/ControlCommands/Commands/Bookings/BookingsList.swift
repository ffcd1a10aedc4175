import ArgumentParser
import CEL
import Control

struct BookingsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List bookings in the order of their start.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(
    name: .long,
    help: "List those of this collection instead: workflows with a collection of their own are no bookings.")
  var collection: ShortText?

  @Option(name: .long, help: "Only those of this root workflow, of whatever collection.")
  var workflow: ShortText?

  @Option(name: .long, help: "Only those in this status.")
  var status: FamilyStatus?

  @Option(name: .long, help: ArgumentHelp("Only those whose view says so; may be repeated.", valueName: "name=value"))
  var `where`: [String] = []

  func perform(_ session: Session) throws {
    var request = ListFamilies(
      workflow: workflow, collection: collection ?? (workflow == nil ? Bookings.collection : nil), status: status,
      view: try ArgumentReading.pairs(`where`, option: "--where"), after: page.after, limit: page.length.limit)
    var list: Answered<Page<FamilySummary>>?
    do throws(ControlFailure) {
      list = try session.read(request)
    } catch {
      guard error.code == "unknown_collection", collection == nil else { throw error }
      // Where no workflow calls its members bookings, the families of all are meant.
      request.collection = nil
    }
    session.show(
      list: try list ?? session.read(request),
      empty: collection == nil && workflow == nil ? "no such booking" : "there are none"
    ) { wall in
      [
        .init("reference") { $0.reference }, .init("status") { status(of: $0) },
        .init("stage") { Cell.text($0.view["stage"]) }, .init("payment") { Cell.text($0.view["paymentStatus"]) },
        .init("escrow") { Cell.text($0.view["escrowStatus"]) }, .init("changed") { wall.relative($0.updated) },
      ]
    }
  }

  /// The status from the booking's view, and whether it is stopped or ended.
  private func status(of family: FamilySummary) -> String {
    let own = Cell.text(family.view["status"])
    if own.isEmpty { return family.status }
    return family.status == "stopped" ? "\(own) (stopped)" : own
  }
}
