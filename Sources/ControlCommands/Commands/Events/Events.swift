import ArgumentParser

struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Send events to bookings.", subcommands: [EventsSend.self])
}
