import ArgumentParser

struct Clock: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the daemon's clock, accept the machine's, and move a test clock.",
    subcommands: [ClockShow.self, ClockAccept.self, ClockAdvance.self])
}
