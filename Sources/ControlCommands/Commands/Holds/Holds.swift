import ArgumentParser
import CEL
import Control

struct Holds: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and release the time that is held for somebody who is about to book it.",
    subcommands: [HoldsList.self, HoldsRelease.self])
}

struct HoldsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List holds in the order of their start; without --all those that are held now.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Flag(name: .long, help: "Also those that were taken, released or have expired.")
  var all = false

  func perform(_ session: Session) throws {
    let request = ListFamilies(
      collection: "holds", status: all ? nil : .running, after: page.after, limit: page.length.limit)
    session.show(list: try session.read(request), empty: "no hold") { _ in
      [
        .init("hold") { $0.reference }, .init("status") { Cell.text($0.view["status"]) },
        .init("consultant") { Cell.text($0.view["consultant"]) }, .init("start") { Cell.text($0.view["start"]) },
        .init("until") { Cell.text($0.view["until"]) },
      ]
    }
  }
}

struct HoldsRelease: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Release a hold: its time can be booked by anybody again.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The hold's reference.")
  var reference: ShortText

  func perform(_ session: Session) throws {
    try session.act(
      SendEvent(reference: reference, name: "hold.release"), act, done: "\(reference.string) is released")
  }
}
