import ArgumentParser

struct Workflows: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the workflows that run.", subcommands: [WorkflowsList.self, WorkflowsShow.self])
}
