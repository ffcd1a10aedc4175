import ArgumentParser

struct Workflows: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the workflows that run, check those to come.",
    subcommands: [WorkflowsList.self, WorkflowsCheck.self, WorkflowsExplain.self, WorkflowsShow.self])
}
