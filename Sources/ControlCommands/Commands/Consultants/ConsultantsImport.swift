import ArgumentParser
import CEL
import Control
import WorkflowDefinitions
import YAMLTree

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
    guard let document = try Self.read(file).mapValue else {
      throw ValidationError(
        "'\(Cell.plain(file))' is no mapping; write the keys 'services' and 'consultants'")
    }
    try session.act(ImportCatalogue(document: document), act, done: "imported")
  }

  static func read(_ file: String) throws -> Value {
    let bytes = try InputFile.bytes(file, atMost: YAMLLimits().bytes)
    do throws(YAMLFaults) {
      return value(try YAMLReader().read(bytes, file: file))
    } catch {
      throw ValidationError(
        "'\(Cell.plain(file))' is not YAML as it is read here: \(Cell.plain(Self.text(error)))")
    }
  }

  private static func text(_ faults: YAMLFaults) -> String {
    faults.list.map { "line \($0.place.line): \($0.message)" }.joined(separator: "; ")
  }

  private static func value(_ node: Node) -> Value {
    if let scalar = node.scalarValue { return scalar }
    if let items = node.items { return .list(items.map(value)) }
    return .map(ValueMap((node.entries ?? []).map { ($0.key.text ?? "", value($0.value)) }))
  }
}
