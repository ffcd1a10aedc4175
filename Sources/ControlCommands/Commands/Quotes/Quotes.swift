import ArgumentParser
import Control

struct Quotes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the prices that clients were offered.", subcommands: [QuotesList.self, QuotesShow.self])
}

struct QuotesList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List quotes in the order of their ids.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  func perform(_ session: Session) throws {
    let request = ListQuotes(after: page.after, limit: page.length.limit)
    session.show(list: try session.read(request), empty: "no quote") { wall in
      [
        .init("quote") { $0.id }, .init("consultant") { $0.consultant }, .init("service") { $0.service },
        .init("start") { "\($0.start)" }, .init("total") { "\($0.total) \($0.currency)" },
        .init("expires") { wall.relative($0.expires) }, .init("used") { $0.isUsed ? "yes" : "no" },
      ]
    }
  }
}

struct QuotesShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a quote with its lines, and who made, extended and used it.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The quote's id.")
  var id: ShortText

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowQuote(id: id)))
  }
}
