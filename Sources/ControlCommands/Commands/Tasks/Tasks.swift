import ArgumentParser

struct Tasks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and settle steps, above all those that people carry out.",
    subcommands: [
      TasksList.self, TasksShow.self, TasksDone.self, TasksDecline.self, TasksDelegate.self, TasksRetry.self,
    ])
}
