import ArgumentParser
import CEL
import Control

struct Prices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and change the rules that prices are made by.", subcommands: [PricesShow.self, PricesSet.self])
}

struct PricesShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the rules of prices, the rates of tax, and who changed them, when and why.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowPrices()))
  }
}

struct PricesSet: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Put rules of prices, or rates of tax, in force from a YAML file.",
    discussion: """
      The file has the keys 'pricing' or 'tax', as 'prices show' prints them; what is left out of 'pricing' is as in the \
      standard. Quotes that were made keep their price. With --dry-run the differences are shown, and nothing is done.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The file.")
  var file: String

  func perform(_ session: Session) throws {
    let rules = try DocumentFile.read(file)
    guard rules.mapValue != nil else {
      throw ValidationError("'\(Cell.plain(file))' is no mapping; write the keys 'pricing' or 'tax'")
    }
    try session.act(ImportCatalogue(document: ["rules": rules]), act, done: "in force")
  }
}
