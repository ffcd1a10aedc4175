import ArgumentParser

struct Clock: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the daemon's clock, and move a test clock.", subcommands: [ClockShow.self, ClockAdvance.self])
}
