import ArgumentParser
import CEL
import Control

struct Services: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See what can be booked.", subcommands: [ServicesList.self, ServicesShow.self])
}

struct ServicesList: DaemonCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List services.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListServices()), empty: "no service") { _ in
      [
        .init("type") { $0.type }, .init("name") { $0.name },
        .init("minutes") { String($0.length) },
        .init("prices") { JSON.text(.map($0.prices)) }, .init("version") { String($0.version) },
      ]
    }
  }
}

struct ServicesShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a service and who changed it, when and why.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The service's type.")
  var type: ShortText

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowService(type: type)))
  }
}
