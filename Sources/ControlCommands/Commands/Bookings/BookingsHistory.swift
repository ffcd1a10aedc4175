import ArgumentParser
import CEL

struct BookingsHistory: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Everything that happened to a booking, oldest first.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Argument(help: "The booking's reference.")
  var reference: String

  func perform(_ session: Session) throws {
    var arguments: ValueMap = ["reference": .string(reference)]
    arguments.set(page)
    session.show(list: try session.read("families.history", arguments), empty: "no history") { wall in
      [
        .init("when", time: "at", wall), .init("workflow", field: "workflow"), .init("event", field: "event"),
        .init("from", field: "from"), .init("to", field: "to"),
        .init("step") { Cell.text(.list([$0["step"], $0["outcome"]].compactMap { $0 }.filter { !$0.isNull })) },
        .init("text") { entry in
          let text = Cell.text(entry["text"])
          guard let by = entry["by"], !by.isNull else { return text }
          return text.isEmpty ? "by \(Cell.text(by))" : "\(text), by \(Cell.text(by))"
        },
      ]
    }
  }
}
