import ArgumentParser
import CEL
import Control

struct ConsultantsImport: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import services and consultants from a YAML file, as a whole or not at all.",
    discussion: "With --dry-run the differences are shown, and nothing is done.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The file, with the keys 'services' and 'consultants'.")
  var file: String

  func perform(_ session: Session) throws {
    guard let document = try DocumentFile.read(file).mapValue else {
      throw ValidationError(
        "'\(Cell.plain(file))' is no mapping; write the keys 'services' and 'consultants'")
    }
    try session.act(ImportCatalogue(document: document), act, done: "imported")
  }
}
