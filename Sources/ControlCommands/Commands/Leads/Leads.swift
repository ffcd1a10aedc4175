import ArgumentParser

struct Leads: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score leads, and check the rules of scores.",
    subcommands: [LeadsScore.self, LeadsRules.self])
}

struct LeadsRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check rules of lead scores.", subcommands: [LeadsRulesCheck.self])
}
