import ArgumentParser

struct Workflows: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the workflows that run, check and test those to come.",
    subcommands: [
      WorkflowsList.self, WorkflowsCheck.self, WorkflowsExplain.self, WorkflowsShow.self, WorkflowsTest.self,
      WorkflowsMutate.self, WorkflowsProve.self, WorkflowsFormat.self,
      WorkflowsMigrateSource.self, WorkflowsNew.self,
    ])
}
