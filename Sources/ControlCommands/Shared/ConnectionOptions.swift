import ArgumentParser
import Control

/// How the daemon is reached and its answers are shown.
struct ConnectionOptions: ParsableArguments {
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Option(name: .long, help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
  var socket: String?

  @Option(name: .shortAndLong, help: "Tables for people, JSON for programs.")
  var output: Output = .table
}

/// What every act carries.
struct ActOptions: ParsableArguments {
  @Option(name: .long, help: "Why; it goes into the history beside your name.")
  var reason: String

  @Option(name: .long, help: "An idempotency key: the same act repeated under it happens once. Made when not given.")
  var key: String?

  @Flag(name: .long, help: "Show what the act would do, and do nothing.")
  var dryRun = false
}

/// Which part of a long list.
struct PageOptions: ParsableArguments {
  @OptionGroup var length: LengthOptions

  @Option(name: .long, help: "Go on after what an earlier list named as its next.")
  var after: ShortText?
}

/// How much of a list.
struct LengthOptions: ParsableArguments {
  @Option(name: .long, help: "How many at most, 1 to 1000.")
  var limit: PageSize = 50
}
