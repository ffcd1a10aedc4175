import ArgumentParser

struct Leads: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and change leads, score them, and check the rules of scores.",
    subcommands: [
      LeadsList.self, LeadsShow.self, LeadsAssign.self, LeadsTouch.self, LeadsClose.self, LeadsForget.self,
      LeadsScore.self, LeadsRules.self,
    ])
}

struct LeadsRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check rules of lead scores.", subcommands: [LeadsRulesCheck.self])
}
