import ArgumentParser
import Control

struct Invoices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the invoices and credit notes that were issued.",
    subcommands: [InvoicesList.self, InvoicesShow.self])
}

struct InvoicesList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List invoices and credit notes in the order of their numbers.",
    discussion: """
      With --csv they are printed as a table for accounting, all pages of it: amounts are whole minor units (cents), and those of \
      credit notes are below zero.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only those of this booking.")
  var booking: ShortText?

  @Flag(name: .long, help: "Name the recipients, which are personal data.")
  var recipients = false

  @Flag(name: .long, help: "Print all as comma-separated values.")
  var csv = false

  func perform(_ session: Session) throws {
    if csv { return try printAll(session) }
    session.show(list: try session.read(request(after: page.after)), empty: "no invoice") { _ in
      [
        .init("number") { $0.number }, .init("booking") { $0.booking }, .init("issued") { $0.issued },
        .init("recipient") { $0.recipient ?? "" }, .init("net") { "\($0.net)" }, .init("tax") { "\($0.tax)" },
        .init("gross") { "\($0.gross) \($0.currency)" }, .init("changes") { $0.refersTo ?? "" },
      ]
    }
  }

  private func request(after: ShortText?) -> ListInvoices {
    ListInvoices(booking: booking, recipients: recipients ? true : nil, after: after, limit: page.length.limit)
  }

  private static let head = [
    "number", "kind", "booking", "issued", "moved", "supplied", "recipient", "country", "vat_number", "net", "rate_bp",
    "tax", "gross", "currency", "refers_to",
  ]

  private func printAll(_ session: Session) throws {
    var after = page.after
    print(CSV.line(Self.head.map { .text($0) }), terminator: "")
    while true {
      let answer = try session.read(request(after: after)).answer
      for item in answer.items { print(CSV.line(Self.cells(item)), terminator: "") }
      guard let next = answer.next else { return }
      after = ShortText(next)
    }
  }

  private static func cells(_ item: InvoiceSummary) -> [CSV.Cell] {
    [
      .text(item.number), .text(item.kind), .text(item.booking), .text(item.issued), .text(item.moved),
      .text(item.supplied), .text(item.recipient ?? ""), .text(item.country ?? ""), .text(item.vatNumber ?? ""),
      .number(item.net), .number(item.rate), .number(item.tax), .number(item.gross), .text(item.currency),
      .text(item.refersTo ?? ""),
    ]
  }
}

struct InvoicesShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an invoice or a credit note as it was issued, with its recipient.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The number.")
  var number: ShortText

  func perform(_ session: Session) throws {
    session.show(object: try session.read(ShowInvoice(number: number)))
  }
}
