import ArgumentParser
import Control

/// The daemon's socket and the form of the output.
struct ConnectionOptions: ParsableArguments {
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Option(name: .long, help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
  var socket: String?

  @Option(name: .shortAndLong, help: "Tables for people, JSON for programs.")
  var output: Output = .table
}

/// The options that every act has.
struct ActOptions: ParsableArguments {
  @Option(name: .long, help: "Why; it goes into the history beside your name.")
  var reason: String

  @Option(name: .long, help: "An idempotency key: the same act repeated under it happens once. Made when not given.")
  var key: String?

  @Flag(name: .long, help: "Show the effects of the act, and do nothing.")
  var dryRun = false
}

/// The options of lists with pages.
struct PageOptions: ParsableArguments {
  @OptionGroup var length: LengthOptions

  @Option(name: .long, help: "Continue after the 'next' of an earlier list.")
  var after: ShortText?
}

/// The options of lists without pages.
struct LengthOptions: ParsableArguments {
  @Option(name: .long, help: "How many at most, 1 to 1000.")
  var limit: PageSize = 50
}
