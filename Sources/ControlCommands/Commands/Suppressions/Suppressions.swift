import ArgumentParser
import Control

struct Suppressions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and change which addresses are not written to.",
    subcommands: [SuppressionsList.self, SuppressionsAdd.self, SuppressionsRemove.self])
}

struct SuppressionsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the addresses that are not written to, by their digests.",
    discussion: """
      Only digests of addresses are kept, so that the list holds when a person's data are erased. 'suppressions add' \
      says of an address that is on the list that nothing has changed.
      """)

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: LengthOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListSuppressions(limit: page.limit)), empty: "no address is suppressed") {
      wall in
      [
        .init("since") { wall.text($0.since) }, .init("channel") { $0.channel }, .init("scope") { $0.scope },
        .init("reason") { $0.reason }, .init("by") { $0.by }, .init("digest") { String($0.digest.prefix(16)) },
      ]
    }
  }
}

struct SuppressionsAdd: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Stop messages to an address, in all bookings.",
    discussion: "A message that would leave becomes a task for an operator; marketing is left out without one.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "A mail address, or a telephone number with --channel sms.")
  var address: ShortText

  @Option(name: .long, help: "mail or sms; mail when not given.")
  var channel: ContactChannel?

  @Flag(name: .long, help: "Stop marketing only.")
  var marketing = false

  func perform(_ session: Session) throws {
    try session.act(
      AddSuppression(address: address, channel: channel, marketing: marketing ? true : nil), act,
      done: "The address is suppressed")
  }
}

struct SuppressionsRemove: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Let messages to an address leave again.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "A mail address, or a telephone number with --channel sms.")
  var address: ShortText

  @Option(name: .long, help: "mail or sms; mail when not given.")
  var channel: ContactChannel?

  func perform(_ session: Session) throws {
    try session.act(
      RemoveSuppression(address: address, channel: channel), act, done: "The address is written to again")
  }
}
