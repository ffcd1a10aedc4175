import ArgumentParser
import Control

struct Consultants: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and change who is offered.",
    subcommands: [
      ConsultantsList.self, ConsultantsShow.self, ConsultantsSlots.self, ConsultantsImport.self,
      ConsultantsMove.self,
    ])
}

struct ConsultantsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List consultants.")

  @OptionGroup var connection: ConnectionOptions

  @Option(name: .long, help: "Only those in this state.")
  var status: ConsultantStatus?

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListConsultants(status: status)), empty: "no consultant") {
      _ in
      [
        .init("slug") { $0.slug }, .init("name") { $0.name }, .init("status") { $0.status },
        .init("zone") { $0.zone },
        .init("services") { $0.services.joined(separator: " ") },
        .init("version") { String($0.version) },
      ]
    }
  }
}

struct ConsultantsShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a consultant, what is missing, and who changed it, when and why.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The consultant's slug.")
  var slug: ShortText

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowConsultant(slug: slug)))
  }
}
